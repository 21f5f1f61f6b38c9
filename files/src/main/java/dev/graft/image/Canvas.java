package dev.graft.image;

import java.util.Arrays;

/**
 * Lays a frame over a larger black picture, row by row: what a frame of an animation does not cover is transparent.
 *
 * @param width of the whole in pixels
 * @param height of the whole in pixels
 * @param left where the frame begins
 * @param top where the frame begins
 */
record Canvas(int width, int height, int left, int top) {
    /** The rows of a frame, placed; those above and below it come with the first and the last. */
    StoredImage.Rows around(int frameWidth, int frameHeight, StoredImage.Rows rows) {
        if (left == 0 && top == 0 && frameWidth == width && frameHeight == height) {
            return rows;
        }
        byte[] row = new byte[width * 3];
        int visible = Math.max(0, Math.min(frameWidth, width - left)) * 3;
        return (y, rgb) -> {
            if (y == 0) {
                black(row, 0, Math.min(top, height), rows);
            }
            if (top + y < height) {
                System.arraycopy(rgb, 0, row, left * 3, visible);
                rows.row(top + y, row);
            }
            if (y == frameHeight - 1) {
                black(row, top + frameHeight, height, rows);
            }
        };
    }

    private static void black(byte[] row, int from, int to, StoredImage.Rows rows) {
        Arrays.fill(row, (byte) 0);
        for (int y = from; y < to; y++) {
            rows.row(y, row);
        }
    }
}
