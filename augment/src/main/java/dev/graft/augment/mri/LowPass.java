package dev.graft.augment.mri;

import java.util.Arrays;

/** Takes the frequencies beyond a radius out of a plane. */
record LowPass(int width, int height, double radius) {
    /**
     * Filters.
     *
     * @param plane real; the filtered one then, which may be negative in places
     * @param real of the plane's size, with any content
     * @param imaginary likewise
     */
    void apply(float[] plane, float[] real, float[] imaginary) {
        // A real row's negative frequencies are known from the others, and columns beyond the radius are empty.
        int columns = (int) Math.min(width / 2, radius) + 1;
        Fourier rows = new Fourier(width);
        float[] line = new float[2 * width];
        for (int row = 0; row < plane.length; row += width) {
            System.arraycopy(plane, row, line, 0, width);
            rows.forward(line);
            for (int x = 0; x < columns; x++) {
                real[row + x] = line[2 * x];
                imaginary[row + x] = line[2 * x + 1];
            }
        }
        filterColumns(columns, real, imaginary);
        for (int row = 0; row < plane.length; row += width) {
            Arrays.fill(line, 0);
            for (int x = 0; x < columns; x++) {
                line[2 * x] = real[row + x];
                line[2 * x + 1] = imaginary[row + x];
            }
            rows.realInverse(line);
            System.arraycopy(line, 0, plane, row, width);
        }
    }

    private void filterColumns(int columns, float[] real, float[] imaginary) {
        Fourier fourier = new Fourier(height);
        float[] line = new float[2 * height];
        for (int x = 0; x < columns; x++) {
            for (int y = 0, at = x; y < height; y++, at += width) {
                line[2 * y] = real[at];
                line[2 * y + 1] = imaginary[at];
            }
            fourier.complexForward(line);
            int most = (int) Math.sqrt(radius * radius - (double) x * x);
            for (int y = most + 1; y < height - most; y++) {
                line[2 * y] = 0;
                line[2 * y + 1] = 0;
            }
            fourier.inverse(line);
            for (int y = 0, at = x; y < height; y++, at += width) {
                real[at] = line[2 * y];
                imaginary[at] = line[2 * y + 1];
            }
        }
    }
}
