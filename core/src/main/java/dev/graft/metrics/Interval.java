package dev.graft.metrics;

/**
 * A 95 % confidence interval of a figure.
 *
 * @param low lower end; NaN if the interval is unknown
 * @param high upper end; NaN if the interval is unknown
 */
public record Interval(double low, double high) {
    /** Nothing can be said, because the figure is undefined or the images do not vary. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    /** Whether there is one. */
    public boolean known() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
