package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of actual against predicted classes, and the figures that need nothing else. Divisions by zero give NaN.
 *
 * @param counts {@code counts[actual][predicted]}
 */
record ConfusionMatrix(long[][] counts) {
    static ConfusionMatrix of(List<Prediction> predictions, int classCount) {
        long[][] counts = new long[classCount][classCount];
        for (Prediction p : predictions) {
            counts[p.actual()][p.predicted()]++;
        }
        return new ConfusionMatrix(counts);
    }

    long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    long correct() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c][c];
        }
        return sum;
    }

    long actual(int c) {
        return Arrays.stream(counts[c]).sum();
    }

    long predicted(int c) {
        return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
    }

    /** Mean recall over the classes that occur. */
    double balancedAccuracy() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < counts.length; c++) {
            if (actual(c) > 0) {
                sum += recall(c);
                classes++;
            }
        }
        return sum / classes;
    }

    double recall(int c) {
        return (double) counts[c][c] / actual(c);
    }

    double precision(int c) {
        return (double) counts[c][c] / predicted(c);
    }

    /** Share of the images of all other classes that were not called {@code c}. */
    double specificity(int c) {
        long negatives = total() - actual(c);
        long falsePositives = predicted(c) - counts[c][c];
        return (double) (negatives - falsePositives) / negatives;
    }

    double f1(int c) {
        return 2.0 * counts[c][c] / (actual(c) + predicted(c));
    }

    /** Matthews correlation for any number of classes (R_K, Gorodkin 2004). */
    double matthews() {
        double all = total();
        double covariance = correct() * all;
        double actualSpread = all * all;
        double predictedSpread = all * all;
        for (int c = 0; c < counts.length; c++) {
            double actual = actual(c);
            double predicted = predicted(c);
            covariance -= actual * predicted;
            actualSpread -= actual * actual;
            predictedSpread -= predicted * predicted;
        }
        return covariance / Math.sqrt(actualSpread * predictedSpread);
    }

    List<List<Integer>> toLists() {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).mapToObj(Math::toIntExact).toList())
                .toList();
    }
}
