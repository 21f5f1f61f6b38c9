package dev.graft.report;

import dev.graft.metrics.Interval;
import dev.graft.metrics.SplitComparison;
import dev.graft.report.Table.Row;
import dev.graft.result.Numbers;
import java.util.List;
import java.util.Locale;

/** A training on groups kept apart beside the same on a split that ignores them. */
record ComparisonTable(SplitComparison comparison) {
    List<Row> rows() {
        return List.of(
                row("Groups kept together (this result)", comparison.grouped()),
                row("Image by image", comparison.imagewise()),
                Table.row("Difference", "", points(comparison.added()), range(comparison.addedInterval())));
    }

    /** The same in words. */
    String summary() {
        return "A split image by image gets "
                + Numbers.percent(comparison.imagewise().accuracy()) + " of its " + images() + ", "
                + points(comparison.added()) + " (" + range(comparison.addedInterval()) + "): " + sentence();
    }

    /** What it means. */
    String sentence() {
        return "Image by image means that groups and likeness are ignored; "
                + Numbers.count(comparison.recognisable()) + " of " + images()
                + " have others of their group among the training images then. "
                + (comparison.leaks()
                        ? "Its higher accuracy is the recognition of known groups, and would not hold for new ones."
                        : "Its accuracy is not clearly higher: either the groups give little away, or there are too"
                                + " few images to see it.");
    }

    private String images() {
        return Numbers.counted(comparison.imagewise().images(), comparison.part() + " image");
    }

    private static Row row(String split, SplitComparison.Measured measured) {
        return Table.row(
                split,
                Numbers.count(measured.images()),
                Numbers.percent(measured.accuracy()),
                Numbers.percentRange(
                        measured.interval().low(), measured.interval().high()));
    }

    /** Percentage points with their sign, {@code +12.5 points}. */
    private static String points(double difference) {
        return Double.isFinite(difference) ? signed(difference) + " points" : Numbers.UNDEFINED;
    }

    private static String range(Interval interval) {
        return interval.known()
                ? signed(interval.low()) + " to " + signed(interval.high()) + " points"
                : Numbers.UNDEFINED;
    }

    private static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference).replace('-', '−');
    }

    /** Heading of the numbers of images. */
    String part() {
        return comparison.part().substring(0, 1).toUpperCase(Locale.ROOT)
                + comparison.part().substring(1) + " images";
    }
}
