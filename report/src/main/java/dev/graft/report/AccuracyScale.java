package dev.graft.report;

import dev.graft.metrics.Evaluation;
import java.util.Locale;

/** An accuracy as a mark on a bar, for the eye alone: the numbers stand beside it. */
final class AccuracyScale {
    private AccuracyScale() {}

    /** An accuracy with its interval between 0 and 1; empty without images. */
    static String html(Evaluation e, double baseline) {
        return e.images() == 0
                ? ""
                : "<div class=\"scale\" aria-hidden=\"true\">"
                        + bar("band", e.accuracyLow(), e.accuracyHigh() - e.accuracyLow())
                        + bar("baseline", baseline, 0) + bar("point", e.accuracy(), 0) + "</div>\n";
    }

    private static String bar(String cssClass, double from, double width) {
        return String.format(
                Locale.ROOT,
                "<span class=\"%s\" style=\"left:%.1f%%;width:%.1f%%\"></span>",
                cssClass,
                from * 100,
                width * 100);
    }
}
