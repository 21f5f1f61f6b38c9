package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of actual against predicted classes, and the figures that need nothing else. Divisions by zero give NaN.
 *
 * @param counts {@code counts[actual][predicted]}
 * @param actual images of each class
 * @param predicted images called each class
 * @param total all images
 */
record ConfusionMatrix(long[][] counts, long[] actual, long[] predicted, long total) {
    static ConfusionMatrix of(long[][] counts) {
        long[] actual = new long[counts.length];
        long[] predicted = new long[counts.length];
        for (int a = 0; a < counts.length; a++) {
            for (int p = 0; p < counts.length; p++) {
                actual[a] += counts[a][p];
                predicted[p] += counts[a][p];
            }
        }
        return new ConfusionMatrix(
                counts, actual, predicted, Arrays.stream(actual).sum());
    }

    long correct() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c][c];
        }
        return sum;
    }

    /** Mean recall over the classes that occur. */
    double balancedAccuracy() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < counts.length; c++) {
            if (actual[c] > 0) {
                sum += recall(c);
                classes++;
            }
        }
        return sum / classes;
    }

    double recall(int c) {
        return (double) counts[c][c] / actual[c];
    }

    double precision(int c) {
        return (double) counts[c][c] / predicted[c];
    }

    /** Images of all other classes. */
    long negatives(int c) {
        return total - actual[c];
    }

    /** Images of all other classes that were not called {@code c}. */
    long cleared(int c) {
        return negatives(c) - (predicted[c] - counts[c][c]);
    }

    double specificity(int c) {
        return (double) cleared(c) / negatives(c);
    }

    double f1(int c) {
        return 2.0 * counts[c][c] / (actual[c] + predicted[c]);
    }

    /** Matthews correlation for any number of classes (R_K, Gorodkin 2004). */
    double matthews() {
        double all = total;
        double covariance = correct() * all;
        double actualSpread = all * all;
        double predictedSpread = all * all;
        for (int c = 0; c < counts.length; c++) {
            covariance -= (double) actual[c] * predicted[c];
            actualSpread -= (double) actual[c] * actual[c];
            predictedSpread -= (double) predicted[c] * predicted[c];
        }
        return covariance / Math.sqrt(actualSpread * predictedSpread);
    }

    List<List<Integer>> toLists() {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).mapToObj(Math::toIntExact).toList())
                .toList();
    }
}
