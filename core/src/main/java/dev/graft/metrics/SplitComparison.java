package dev.graft.metrics;

/**
 * What the same training gets on two splits: one that keeps the images of a group together, and one image by image, as if
 * nobody knew the groups nor which images look alike. What the second gets more is no skill on new groups, but the
 * recognition of known ones.
 *
 * @param part which part was measured: {@code test} or {@code validation}
 * @param grouped on the split that keeps groups together
 * @param imagewise on the split that ignores them
 * @param recognisable of the images measured on the second, how many have others of their group in its train part
 * @param added accuracy of the second less that of the first, -1..1
 * @param addedInterval 95 % interval of it; unknown if one of theirs is
 */
public record SplitComparison(
        String part, Measured grouped, Measured imagewise, int recognisable, double added, Interval addedInterval) {
    /**
     * An accuracy.
     *
     * @param images how many were measured
     * @param accuracy share classified correctly, 0..1
     * @param interval 95 % interval of it
     */
    public record Measured(int images, double accuracy, Interval interval) {
        static Measured of(Evaluation evaluation) {
            return new Measured(evaluation.images(), evaluation.accuracy(), evaluation.interval(Metric.ACCURACY));
        }
    }

    /**
     * Compares. The images of both evaluations differ, so the interval of the difference is put together from theirs as if
     * they were independent, see {@link Interval#ofDifference}. Some of their groups are the same, which makes it too wide
     * rather than too narrow.
     *
     * @param part {@code test} or {@code validation}
     * @param grouped on the split that keeps groups together
     * @param imagewise on the split that ignores them
     * @param recognisable of the second's images, how many have others of their group in its train part
     */
    public static SplitComparison of(String part, Evaluation grouped, Evaluation imagewise, int recognisable) {
        return new SplitComparison(
                part,
                Measured.of(grouped),
                Measured.of(imagewise),
                recognisable,
                imagewise.accuracy() - grouped.accuracy(),
                Interval.ofDifference(
                        imagewise.accuracy(),
                        imagewise.interval(Metric.ACCURACY),
                        grouped.accuracy(),
                        grouped.interval(Metric.ACCURACY)));
    }

    /** Whether the split that ignores groups is better beyond chance: the difference's interval lies above 0. */
    public boolean leaks() {
        return addedInterval.low() > 0;
    }
}
