package dev.graft.augment.mri;

/** The rows or the columns of a plane. */
record Lines(int width, int height, boolean horizontal) {
    int number() {
        return horizontal ? height : width;
    }

    int length() {
        return horizontal ? width : height;
    }

    /** Writes a line's values at the beginning of a buffer. */
    void read(float[] plane, int line, float[] values) {
        if (horizontal) {
            System.arraycopy(plane, line * width, values, 0, width);
            return;
        }
        for (int y = 0, at = line; y < height; y++, at += width) {
            values[y] = plane[at];
        }
    }

    /** Makes the magnitudes of complex numbers a line, cut off at 255. */
    void writeMagnitudes(float[] complex, float[] plane, int line) {
        int first = horizontal ? line * width : line;
        int step = horizontal ? 1 : width;
        int length = length();
        for (int i = 0, at = first; i < length; i++, at += step) {
            float real = complex[2 * i];
            float imaginary = complex[2 * i + 1];
            plane[at] = Math.min(255, (float) Math.sqrt(real * real + imaginary * imaginary));
        }
    }
}
