package dev.graft.recommend;

import java.util.Arrays;
import java.util.Locale;

/** What figures were off by, or other numbers of many runs. */
record Errors(double[] values) {
    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    double deviation() {
        double mean = mean();
        return new Errors(Arrays.stream(values).map(value -> value - mean).toArray()).rootMeanSquare();
    }

    double rootMeanSquare() {
        return Math.sqrt(
                Arrays.stream(values).map(value -> value * value).average().orElseThrow());
    }

    /** In points, with a sign. */
    String text() {
        return String.format(Locale.ROOT, "%+.1f ± %.1f", 100 * mean(), 100 * deviation());
    }
}
