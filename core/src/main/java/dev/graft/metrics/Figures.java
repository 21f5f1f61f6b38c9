package dev.graft.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Figures of some images, each with its 95 % interval: of a part, of one class of it, in the mean over classes, at a threshold.
 *
 * @param images how many; of one class, the class's
 * @param estimates of the metrics that are known
 */
public record Figures(int images, Map<Metric, Estimate> estimates) {
    private static final Estimate UNKNOWN = new Estimate(Double.NaN, Interval.UNKNOWN);

    /**
     * A figure.
     *
     * @param value NaN if it is undefined
     * @param interval 95 % interval, as {@link Bootstrap} finds it. {@linkplain Interval#UNKNOWN Unknown} where the figure is
     *     undefined, and where no resample differs, as for a ROC-AUC of 1: images without an error cannot tell how many errors
     *     others would show
     */
    public record Estimate(double value, Interval interval) {}

    public Figures {
        Map<Metric, Estimate> copy = new EnumMap<>(Metric.class);
        copy.putAll(estimates);
        estimates = Collections.unmodifiableMap(copy);
    }

    /** Asks for each metric. */
    public static Figures of(int images, Iterable<Metric> metrics, Function<Metric, Estimate> estimate) {
        Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
        metrics.forEach(metric -> estimates.put(metric, estimate.apply(metric)));
        return new Figures(images, estimates);
    }

    /** The value; NaN if it is undefined or not known. */
    public double value(Metric metric) {
        return estimate(metric).value();
    }

    /** The value's 95 % interval. */
    public Interval interval(Metric metric) {
        return estimate(metric).interval();
    }

    /** The value with its interval. */
    public Estimate estimate(Metric metric) {
        return estimates.getOrDefault(metric, UNKNOWN);
    }

    /** Share classified correctly. */
    public double accuracy() {
        return value(Metric.ACCURACY);
    }
}
