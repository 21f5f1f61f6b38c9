package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;

/**
 * A plane wave, the picture of one point of k-space: {@code exp(2 pi i (kx x / width + ky y / height))}, as the product of one
 * factor per column and one per row.
 */
record Wave(float[] columnCosines, float[] columnSines, float[] rowCosines, float[] rowSines) {
    static Wave of(int frequencyX, int frequencyY, Picture picture) {
        return of(frequencyX, frequencyY, picture.width(), picture.height());
    }

    static Wave of(int frequencyX, int frequencyY, int width, int height) {
        Wave wave = new Wave(new float[width], new float[width], new float[height], new float[height]);
        fill(frequencyX, wave.columnCosines, wave.columnSines);
        fill(frequencyY, wave.rowCosines, wave.rowSines);
        return wave;
    }

    private static void fill(int frequency, float[] cosines, float[] sines) {
        int length = cosines.length;
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * Math.floorMod((long) frequency * i, length) / length;
            cosines[i] = (float) Math.cos(angle);
            sines[i] = (float) Math.sin(angle);
        }
    }

    void addRow(int y, float amplitude, float[] real, float[] imaginary) {
        float cosine = amplitude * rowCosines[y];
        float sine = amplitude * rowSines[y];
        for (int x = 0; x < real.length; x++) {
            real[x] += columnCosines[x] * cosine - columnSines[x] * sine;
            imaginary[x] += columnSines[x] * cosine + columnCosines[x] * sine;
        }
    }
}
