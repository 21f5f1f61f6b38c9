package dev.graft.metrics;

/**
 * A 95 % confidence interval of a figure.
 *
 * @param low lower end; NaN if the interval is unknown
 * @param high upper end; NaN if the interval is unknown
 */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;

    /** Nothing can be said, because the figure is undefined or the images do not vary. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    /**
     * The middle 95 % of values; between two of them in proportion, as numpy does.
     *
     * @param sorted at least one, in ascending order
     */
    public static Interval middle(double[] sorted) {
        return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Whether there is one. */
    public boolean known() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }

    /**
     * Of the difference of two independent figures, put together from their own intervals (square and add: Newcombe 1998,
     * method 10, for shares; Zou and Donner 2008 for others). Never beyond what both intervals allow.
     *
     * @return of {@code first - second}; unknown if an interval is
     */
    static Interval ofDifference(double first, Interval ofFirst, double second, Interval ofSecond) {
        double difference = first - second;
        return new Interval(
                difference - Math.hypot(first - ofFirst.low(), ofSecond.high() - second),
                difference + Math.hypot(ofFirst.high() - first, second - ofSecond.low()));
    }
}
