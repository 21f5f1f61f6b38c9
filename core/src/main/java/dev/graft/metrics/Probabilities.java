package dev.graft.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * How good the probabilities themselves are, whatever class they lead to.
 *
 * @param predictions with known classes and finite probabilities
 * @param positiveClass index of the positive class
 */
record Probabilities(List<Prediction> predictions, int positiveClass) {
    /** Probabilities are clipped to {@code [EPSILON, 1 - EPSILON]}, scikit-learn's value for 64-bit floats. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final int BINS = 10;

    /** Negative logarithm of the probability given to the true class. */
    static double loss(Prediction p) {
        double probability = p.probabilities().get(p.actual());
        return -Math.log(Math.max(EPSILON, Math.min(1 - EPSILON, probability)));
    }

    /** Of the positive class's probability. */
    static double squaredError(Prediction p, int positiveClass) {
        double error = p.probabilities().get(positiveClass) - (p.actual() == positiveClass ? 1 : 0);
        return error * error;
    }

    /** Ten bins of equal width; empty bins are left out. */
    List<CalibrationBin> calibration() {
        int[] images = new int[BINS];
        int[] positives = new int[BINS];
        double[] sum = new double[BINS];
        for (Prediction p : predictions) {
            int bin = bin(score(p));
            images[bin]++;
            sum[bin] += score(p);
            positives[bin] += isPositive(p) ? 1 : 0;
        }
        List<CalibrationBin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            if (images[b] > 0) {
                bins.add(new CalibrationBin(
                        edge(b), edge(b + 1), images[b], sum[b] / images[b], (double) positives[b] / images[b]));
            }
        }
        return bins;
    }

    private static int bin(double probability) {
        int bin = 0;
        while (bin < BINS - 1 && probability > edge(bin + 1)) {
            bin++;
        }
        return bin;
    }

    private static double edge(int index) {
        return index / (double) BINS;
    }

    private double score(Prediction p) {
        return p.probabilities().get(positiveClass);
    }

    private boolean isPositive(Prediction p) {
        return p.actual() == positiveClass;
    }
}
