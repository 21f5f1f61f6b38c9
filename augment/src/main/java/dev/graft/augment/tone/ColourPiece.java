package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;

/**
 * Some pixels of a coloured picture, copied out: a loop over arrays of its own with one result is compiled to work on many
 * pixels at a time, one that changes three planes is not. Small enough for the processor's nearest cache.
 */
final class ColourPiece {
    static final int LENGTH = 512;

    final float[] red = new float[LENGTH];
    final float[] green = new float[LENGTH];
    final float[] blue = new float[LENGTH];

    /**
     * Copies pixels out, as many as there are from a place on, at most {@link #LENGTH}.
     *
     * @return how many; what is behind them means nothing
     */
    int read(Picture picture, int start) {
        int count = Math.min(LENGTH, picture.plane(0).length - start);
        System.arraycopy(picture.plane(0), start, red, 0, count);
        System.arraycopy(picture.plane(1), start, green, 0, count);
        System.arraycopy(picture.plane(2), start, blue, 0, count);
        return count;
    }

    /** Copies pixels back. */
    void write(Picture picture, int start, int count) {
        System.arraycopy(red, 0, picture.plane(0), start, count);
        System.arraycopy(green, 0, picture.plane(1), start, count);
        System.arraycopy(blue, 0, picture.plane(2), start, count);
    }
}
