package dev.graft.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How figures differ between images that differ in something else than their class: sex, site, device. Each value of such a
 * column is compared to all other known ones, of two values the first to the second.
 *
 * <p>Whether a gap is more than chance is tested by permutation: groups, or images that stand for themselves, exchange their
 * values at random among those whose images have the same classes, so that a value with more positive images alone is no gap.
 * Where the images of one group differ in the value there is no such test. Probabilities are adjusted for the number of all
 * tests of all columns (Holm 1979).
 *
 * @param columns one after another
 */
public record Subgroups(List<Column> columns) {
    /** What is compared of two classes: a threshold may hide what a ranking shows, and the other way round. */
    private static final List<Metric> OF_TWO = List.of(Metric.ROC_AUC, Metric.SENSITIVITY, Metric.SPECIFICITY);

    /** What is compared of more: every class alike, as a value may go with other classes. */
    private static final List<Metric> OF_MORE = List.of(Metric.BALANCED_ACCURACY);

    /**
     * A column.
     *
     * @param name of the column
     * @param unknown images without a value
     * @param withinGroups whether images of one group differ in it, so that nothing was tested
     * @param values in order
     */
    public record Column(String name, int unknown, boolean withinGroups, List<Subgroup> values) {
        public Column {
            values = List.copyOf(values);
        }
    }

    /**
     * Images with one value.
     *
     * @param value of the column
     * @param units groups, or images that stand for themselves
     * @param figures of these images
     * @param gaps to the others; empty where they would repeat those of the value before with the sign turned
     */
    public record Subgroup(String value, int units, Figures figures, List<Gap> gaps) {
        public Subgroup {
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * A difference.
     *
     * @param metric that is compared
     * @param difference figure of these images less that of the others; NaN if one is undefined
     * @param interval 95 %, put together from both intervals
     * @param pValue probability of a difference at least as large by chance; empty if it was not tested
     * @param adjusted for the number of tests; empty if it was not tested
     */
    public record Gap(
            Metric metric, double difference, Interval interval, OptionalDouble pValue, OptionalDouble adjusted) {
        /** Whether it is more than chance, all tests together, at 5 %. */
        public boolean clear() {
            return adjusted.isPresent() && adjusted.getAsDouble() <= 0.05;
        }

        private Gap adjusted(Optional<Double> value) {
            return new Gap(
                    metric,
                    difference,
                    interval,
                    pValue,
                    value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        }
    }

    public Subgroups {
        columns = List.copyOf(columns);
    }

    /** What is compared for so many classes. */
    public static List<Metric> compared(int classCount) {
        return classCount == 2 ? OF_TWO : OF_MORE;
    }

    /**
     * Compares.
     *
     * @param predictions with known classes
     * @param values value of each image by its name, for each column; an image without one is unknown
     * @param classCount number of classes, at least 2
     * @param positiveClass index of the positive class
     * @param bootstrap how intervals are found; as many permutations are drawn, fewer of very many images
     */
    public static Subgroups of(
            List<Prediction> predictions,
            Map<String, Map<String, String>> values,
            int classCount,
            int positiveClass,
            Bootstrap bootstrap) {
        List<Column> columns = new ArrayList<>();
        values.forEach((name, ofImages) -> columns.add(
                new SubgroupTest(predictions, ofImages, classCount, positiveClass, bootstrap).column(name)));
        return new Subgroups(adjusted(columns));
    }

    private static List<Column> adjusted(List<Column> columns) {
        List<Optional<Double>> pValues = columns.stream()
                .flatMap(column -> column.values().stream())
                .flatMap(value -> value.gaps().stream())
                .map(gap ->
                        gap.pValue().isPresent() ? Optional.of(gap.pValue().getAsDouble()) : Optional.<Double>empty())
                .toList();
        var adjusted = HolmAdjustment.of(pValues).iterator();
        return columns.stream()
                .map(column -> new Column(
                        column.name(),
                        column.unknown(),
                        column.withinGroups(),
                        column.values().stream()
                                .map(each -> new Subgroup(
                                        each.value(),
                                        each.units(),
                                        each.figures(),
                                        each.gaps().stream()
                                                .map(gap -> gap.adjusted(adjusted.next()))
                                                .toList()))
                                .toList()))
                .toList();
    }
}
