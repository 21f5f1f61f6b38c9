package dev.graft.recommend;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Resamples of whole units, drawn once: every candidate is measured on the same ones, so that differences are paired. A unit
 * is what must stay together: a group, images that look alike, or an image that stands for itself.
 *
 * <p>Resamples do not know that the models of all folds learnt from much the same images, so that they err together. With a
 * correlation of {@code 1 / K} between {@code K} folds (Nadeau and Bengio 2003) the variance is {@code 1 + (K - 1) / K} times
 * that of the resamples, and intervals are widened accordingly. With random labels that is about what is found; where there is
 * much to learn, they are rather too wide.
 *
 * @param units number of each image's unit, from 0
 * @param drawn how often each unit is in each resample
 * @param widening of the intervals on both sides of the figure, at least 1
 */
record GroupBootstrap(int[] units, List<int[]> drawn, double widening) {
    private static final int RESAMPLES = 2000;

    /**
     * Draws.
     *
     * @param folds of the cross-validation
     * @param seed equal seeds draw alike
     */
    static GroupBootstrap of(int[] units, int folds, long seed) {
        int count = Arrays.stream(units).max().orElse(-1) + 1;
        List<int[]> drawn = new Bootstrap(RESAMPLES, seed, Map.of()).draws(count);
        return new GroupBootstrap(units, drawn, Math.sqrt(1 + (folds - 1.0) / folds));
    }

    int unitCount() {
        return drawn.get(0).length;
    }

    /**
     * 95 % interval of a mean over images: percentiles of the resamples, widened.
     *
     * @return unknown if the resamples do not differ
     */
    Interval ofMean(double[] values) {
        double[] sums = new double[unitCount()];
        int[] sizes = new int[unitCount()];
        for (int i = 0; i < values.length; i++) {
            sums[units[i]] += values[i];
            sizes[units[i]]++;
        }
        return of(resample -> {
            double sum = 0;
            long size = 0;
            for (int u = 0; u < sums.length; u++) {
                sum += resample[u] * sums[u];
                size += (long) resample[u] * sizes[u];
            }
            return sum / size;
        });
    }

    /** The same of any figure, which is told how often each unit counts. */
    Interval of(ToDoubleFunction<int[]> figure) {
        int[] once = new int[unitCount()];
        Arrays.fill(once, 1);
        double point = figure.applyAsDouble(once);
        double[] values = drawn.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (2 * values.length <= drawn.size() || values[0] == values[values.length - 1]) {
            return Interval.UNKNOWN;
        }
        Interval middle = Interval.middle(values);
        return new Interval(point - widening * (point - middle.low()), point + widening * (middle.high() - point));
    }

    /** The same of a share, which stays within 0 and 1. */
    Interval ofShare(ToDoubleFunction<int[]> figure) {
        return within(of(figure));
    }

    /** The same of a mean of shares. */
    Interval ofMeanShare(double[] values) {
        return within(ofMean(values));
    }

    private static Interval within(Interval interval) {
        return interval.known() ? new Interval(Math.max(0, interval.low()), Math.min(1, interval.high())) : interval;
    }
}
