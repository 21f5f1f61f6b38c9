package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What trials are chosen by, on the validation part. More is better: what is better the less of it there is counts
 * negatively, the log loss as the log likelihood.
 *
 * @param metric one that trials are {@linkplain Metric#compared compared} by
 */
public record Measure(Metric metric) {
    /** Share classified correctly. */
    public static final Measure ACCURACY = new Measure(Metric.ACCURACY);

    /** @throws GraftException if trials are not compared by it */
    public Measure {
        if (metric.goal().isEmpty()) {
            throw unknown(metric.title());
        }
    }

    /**
     * The one of this name, {@code log_likelihood} say, in small or large letters.
     *
     * @throws GraftException if there is none
     */
    public static Measure of(String name) {
        return Metric.compared().stream()
                .map(Measure::new)
                .filter(measure -> measure.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static GraftException unknown(String name) {
        return new GraftException("Found '" + name + "' to choose trials by, expected one of "
                + Metric.compared().stream()
                        .map(metric -> new Measure(metric).name())
                        .collect(Collectors.joining(", "))
                + ".");
    }

    /** Name on the command line and in files. */
    public String name() {
        return label().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    /** Name inside a sentence. */
    public String label() {
        return metric.goal().orElseThrow();
    }

    /** The value; NaN if it is undefined. */
    public double of(Figures figures) {
        double value = figures.value(metric);
        return metric.lowerIsBetter() ? -value : value;
    }

    /** A value, for people. */
    public String format(double value) {
        return Numbers.text(metric, value);
    }

    /** A spread or a difference, in the measure's unit: percentage points for shares. */
    public String formatDifference(double value) {
        if (!Double.isFinite(value)) {
            return Numbers.UNDEFINED;
        }
        return switch (metric.notation()) {
            case SHARE -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case RATIO -> String.format(Locale.ROOT, "%.3f", value);
            case AMOUNT -> Numbers.threeDigits(value);
        };
    }

    /** What stands after a difference, with a space before it. */
    public String differenceUnit() {
        return metric.notation() == Metric.Notation.SHARE ? " points" : "";
    }
}
