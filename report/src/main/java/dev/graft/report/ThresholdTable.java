package dev.graft.report;

import dev.graft.metrics.Interval;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.ThresholdFigures;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;

/** Thresholds chosen on the validation part, and what they do on the test part. */
final class ThresholdTable {
    private ThresholdTable() {}

    /** Empty without thresholds. */
    static String html(TrainingResult result) {
        if (result.thresholds().isEmpty()) {
            return "";
        }
        String positive = "“" + Html.escape(result.classNames().get(result.positiveClass())) + "”";
        StringBuilder out = new StringBuilder("<h3>Other thresholds</h3>\n<div class=\"scroll\" tabindex=\"0\""
                + " role=\"region\" aria-label=\"Other thresholds\">\n<table class=\"numbers\">\n<thead><tr>"
                + "<th scope=\"col\">Chosen for</th><th scope=\"col\">" + positive + " from</th>"
                + "<th scope=\"col\">Part</th><th scope=\"col\">Sensitivity</th><th scope=\"col\">Specificity</th>"
                + "<th scope=\"col\">Precision</th><th scope=\"col\">Accuracy</th></tr></thead>\n<tbody>\n");
        for (OperatingPoint point : result.thresholds()) {
            if (point.test().images() > 0) {
                out.append(row(point, "test", point.test()));
            }
            out.append(row(point, "validation", point.validation()));
        }
        return out.append(
                        "</tbody>\n</table>\n</div>\n<p class=\"note\">All other figures on this page call an image by its"
                                + " most probable class. These thresholds were chosen on the validation part, which flatters them"
                                + " there, and applied to the test part as they are."
                                + (result.classNames().size() > 2
                                        ? " The accuracy is that of telling " + positive + " from all others."
                                        : "")
                                + "</p>\n")
                .toString();
    }

    private static String row(OperatingPoint point, String part, ThresholdFigures figures) {
        return "<tr><th scope=\"row\">" + Html.escape(point.rule()) + "</th><td>"
                + Html.escape(Numbers.ratio(point.threshold())) + "</td><td>" + part + "</td>"
                + cell(figures.sensitivity(), figures.sensitivityInterval())
                + cell(figures.specificity(), figures.specificityInterval())
                + cell(figures.precision(), Interval.UNKNOWN)
                + cell(figures.accuracy(), figures.accuracyInterval()) + "</tr>\n";
    }

    private static String cell(double value, Interval interval) {
        return "<td>" + Html.escape(Numbers.percent(value))
                + (interval.known()
                        ? "<br><span class=\"interval\">"
                                + Html.escape(Numbers.percentRange(interval.low(), interval.high())) + "</span>"
                        : "")
                + "</td>";
    }
}
