package dev.graft.recommend;

import dev.graft.probe.DenseMatrix;
import java.util.Arrays;

/**
 * Classifies each image by those most like it among the images that do not belong together with it: cosine of standardised
 * features. Most votes win; of equal ones the smaller class.
 *
 * @param neighbours how many vote, at least 1
 */
record NearestNeighbours(int neighbours) {
    private static final int BLOCK = 512;

    /**
     * The class of each image.
     *
     * @param units what belongs together has equal numbers
     */
    int[] classify(DenseMatrix standardised, int[] labels, int classes, int[] units) {
        int n = standardised.rows();
        double[] lengths = lengths(standardised);
        int[] found = new int[n];
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            double[] products = standardised.products(from, to);
            for (int i = from; i < to; i++) {
                int[] votes = new int[classes];
                for (int neighbour : nearest(products, (i - from) * n, lengths, units, i)) {
                    if (neighbour >= 0) {
                        votes[labels[neighbour]]++;
                    }
                }
                found[i] = most(votes);
            }
        }
        return found;
    }

    /** Indices of the nearest images, -1 where there are too few. */
    private int[] nearest(double[] products, int offset, double[] lengths, int[] units, int image) {
        int[] nearest = new int[neighbours];
        double[] cosines = new double[neighbours];
        Arrays.fill(nearest, -1);
        Arrays.fill(cosines, Double.NEGATIVE_INFINITY);
        for (int j = 0; j < lengths.length; j++) {
            // All are divided by this image's length, which changes no order.
            double cosine = products[offset + j] / lengths[j];
            if (units[j] != units[image] && cosine > cosines[neighbours - 1]) {
                int at = neighbours - 1;
                for (; at > 0 && cosine > cosines[at - 1]; at--) {
                    cosines[at] = cosines[at - 1];
                    nearest[at] = nearest[at - 1];
                }
                cosines[at] = cosine;
                nearest[at] = j;
            }
        }
        return nearest;
    }

    private static double[] lengths(DenseMatrix matrix) {
        double[] values = matrix.toArray();
        double[] lengths = new double[matrix.rows()];
        for (int i = 0; i < values.length; i++) {
            lengths[i / matrix.columns()] += values[i] * values[i];
        }
        return Arrays.stream(lengths)
                .map(square -> Math.max(Math.sqrt(square), Double.MIN_NORMAL))
                .toArray();
    }

    private static int most(int[] votes) {
        int most = 0;
        for (int c = 1; c < votes.length; c++) {
            most = votes[c] > votes[most] ? c : most;
        }
        return most;
    }
}
