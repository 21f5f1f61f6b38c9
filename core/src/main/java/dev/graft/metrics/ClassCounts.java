package dev.graft.metrics;

/**
 * How many images of each class there are, are called it, and rightly so, and the figures that need nothing else.
 * Divisions by zero give NaN.
 *
 * @param hits images of each class that are called it
 * @param actual images of each class
 * @param predicted images called each class
 * @param total all images
 */
record ClassCounts(long[] hits, long[] actual, long[] predicted, long total) {
    long correct() {
        long sum = 0;
        for (long each : hits) {
            sum += each;
        }
        return sum;
    }

    /** Mean recall over the classes that occur. */
    double balancedAccuracy() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < hits.length; c++) {
            if (actual[c] > 0) {
                sum += (double) hits[c] / actual[c];
                classes++;
            }
        }
        return sum / classes;
    }

    /** Images of all other classes. */
    long negatives(int c) {
        return total - actual[c];
    }

    /** Images of all other classes that were not called {@code c}. */
    long cleared(int c) {
        return negatives(c) - (predicted[c] - hits[c]);
    }

    double f1(int c) {
        return 2.0 * hits[c] / (actual[c] + predicted[c]);
    }

    /** Agreement of actual and predicted classes beyond that of chance (Cohen 1960). */
    double kappa() {
        double byChance = 0;
        for (int c = 0; c < hits.length; c++) {
            byChance += (double) actual[c] / total * predicted[c] / total;
        }
        return ((double) correct() / total - byChance) / (1 - byChance);
    }

    /** Matthews correlation for any number of classes (R_K, Gorodkin 2004). */
    double matthews() {
        double all = total;
        double covariance = correct() * all;
        double actualSpread = all * all;
        double predictedSpread = all * all;
        for (int c = 0; c < hits.length; c++) {
            covariance -= (double) actual[c] * predicted[c];
            actualSpread -= (double) actual[c] * actual[c];
            predictedSpread -= (double) predicted[c] * predicted[c];
        }
        return covariance / Math.sqrt(actualSpread * predictedSpread);
    }
}
