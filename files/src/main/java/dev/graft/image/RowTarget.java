package dev.graft.image;

/**
 * Takes a stored picture row by row, so that a large one need not lie in memory as a whole. Each row comes once, from the top
 * to the bottom of the picture as it is stored, before any orientation is applied.
 *
 * @param <T> what is made of the rows
 */
interface RowTarget<T> extends StoredImage.Rows {
    /**
     * @param y from 0, as stored
     * @param rgb red, green and blue of each pixel; the caller uses the array again for the next row
     */
    @Override
    void row(int y, byte[] rgb);

    /** The result, once all rows have come. */
    T finish();

    /** How the target for a picture is made when its size is known. */
    interface Maker<T> {
        /** @return the target for a picture that is stored with this size and orientation */
        RowTarget<T> of(int width, int height, Orientation orientation);

        /** About how many bytes the target and its result take. */
        long memory(int width, int height, Orientation orientation);
    }
}
