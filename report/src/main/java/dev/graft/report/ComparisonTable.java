package dev.graft.report;

import dev.graft.metrics.Interval;
import dev.graft.metrics.SplitComparison;
import dev.graft.result.Numbers;
import java.util.Locale;

/** A training on groups kept apart beside the same on a split that ignores them. */
final class ComparisonTable {
    private ComparisonTable() {}

    static String html(SplitComparison comparison) {
        return "<h3>What ignoring the groups would add</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Two splits compared\">\n<table class=\"numbers\">\n<thead><tr>"
                + "<th scope=\"col\">Split</th><th scope=\"col\">" + capital(comparison.part()) + " images</th>"
                + "<th scope=\"col\">Accuracy</th><th scope=\"col\">95 % interval</th></tr></thead>\n<tbody>\n"
                + row("Groups kept together (this result)", comparison.grouped())
                + row("Image by image", comparison.imagewise())
                + "<tr><th scope=\"row\">Difference</th><td></td><td>" + points(comparison.added()) + "</td><td>"
                + range(comparison.addedInterval()) + "</td></tr>\n</tbody>\n</table>\n</div>\n<p>"
                + Html.escape(sentence(comparison)) + "</p>\n";
    }

    /** The same in words. */
    static String summary(SplitComparison comparison) {
        return "A split image by image gets "
                + Numbers.percent(comparison.imagewise().accuracy()) + " of its "
                + Numbers.counted(comparison.imagewise().images(), comparison.part() + " image") + ", "
                + points(comparison.added()) + " (" + range(comparison.addedInterval()) + "): " + sentence(comparison);
    }

    private static String sentence(SplitComparison comparison) {
        String known = "Image by image means that groups and likeness are ignored; "
                + Numbers.count(comparison.recognisable()) + " of "
                + Numbers.counted(comparison.imagewise().images(), comparison.part() + " image")
                + " have others of their group among the training images then. ";
        return known
                + (comparison.leaks()
                        ? "Its higher accuracy is the recognition of known groups, and would not hold for new ones."
                        : "Its accuracy is not clearly higher: either the groups give little away, or there are too"
                                + " few images to see it.");
    }

    private static String row(String split, SplitComparison.Measured measured) {
        return "<tr><th scope=\"row\">" + split + "</th><td>" + Numbers.count(measured.images()) + "</td><td>"
                + Html.escape(Numbers.percent(measured.accuracy())) + "</td><td>"
                + Html.escape(Numbers.percentRange(
                        measured.interval().low(), measured.interval().high()))
                + "</td></tr>\n";
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

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
