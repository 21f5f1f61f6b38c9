package dev.graft.augment.picture;

/** Where the pixels of one row come from: four neighbours, and how far the source lies right of and below the first. */
final class BilinearRow {
    final int[] upperLeft;
    /** This and the two after it are set near borders alone. */
    final int[] upperRight;

    final int[] lowerLeft;
    final int[] lowerRight;
    final float[] right;
    final float[] down;

    BilinearRow(int width) {
        upperLeft = new int[width];
        upperRight = new int[width];
        lowerLeft = new int[width];
        lowerRight = new int[width];
        right = new float[width];
        down = new float[width];
    }

    /**
     * Draws pixels all of whose neighbours are in the picture.
     *
     * @param row where the row starts in {@code to}
     * @param stride from one row of {@code from} to the next
     */
    void drawInside(float[] from, float[] to, int row, int stride, int start, int end) {
        for (int x = start; x < end; x++) {
            int at = upperLeft[x];
            float upper = from[at] + right[x] * (from[at + 1] - from[at]);
            float lower = from[at + stride] + right[x] * (from[at + stride + 1] - from[at + stride]);
            to[row + x] = upper + down[x] * (lower - upper);
        }
    }

    /** Draws pixels of which some neighbours may be beyond the border. */
    void drawNearBorder(float[] from, float[] to, int row, int start, int end) {
        for (int x = start; x < end; x++) {
            float first = Resampler.value(from, upperLeft[x]);
            float third = Resampler.value(from, lowerLeft[x]);
            float upper = first + right[x] * (Resampler.value(from, upperRight[x]) - first);
            float lower = third + right[x] * (Resampler.value(from, lowerRight[x]) - third);
            to[row + x] = upper + down[x] * (lower - upper);
        }
    }
}
