package dev.graft.image;

import java.util.Arrays;

/**
 * The 64-bit hash pHash: which of the 8 x 8 lowest frequencies of a grey picture's cosine transform are above their median
 * (Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010; the formula is that of the Python
 * library ImageHash, {@code phash}).
 */
final class PerceptualHash {
    private static final int KEPT = 8;

    private PerceptualHash() {}

    /**
     * @param grey rows of a square picture, unsigned
     * @param side its width and height
     */
    static long of(byte[] grey, int side) {
        double[] frequencies = lowest(grey, side);
        double[] sorted = frequencies.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long hash = 0;
        for (double frequency : frequencies) {
            hash = hash << 1 | (frequency > median ? 1 : 0);
        }
        return hash;
    }

    /** Rows of the lowest frequencies of the two-dimensional cosine transform (DCT-II), unscaled. */
    private static double[] lowest(byte[] grey, int side) {
        double[][] waves = new double[KEPT][side];
        for (int k = 0; k < KEPT; k++) {
            for (int i = 0; i < side; i++) {
                waves[k][i] = Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * side));
            }
        }
        double[] frequencies = new double[KEPT * KEPT];
        for (int row = 0; row < side; row++) {
            for (int across = 0; across < KEPT; across++) {
                double sum = 0;
                for (int i = 0; i < side; i++) {
                    sum += waves[across][i] * (grey[row * side + i] & 0xFF);
                }
                for (int down = 0; down < KEPT; down++) {
                    frequencies[down * KEPT + across] += waves[down][row] * sum;
                }
            }
        }
        return frequencies;
    }
}
