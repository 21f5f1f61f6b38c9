package dev.graft.report;

import dev.graft.metrics.AverageIntervals;
import dev.graft.metrics.ClassAverages;
import dev.graft.metrics.ClassFigures;
import dev.graft.metrics.ClassIntervals;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;

/** Each class against the rest, and the averages; for more than two classes. */
final class ClassTable {
    private final TrainingResult result;
    private final Evaluation evaluation;

    private ClassTable(TrainingResult result) {
        this.result = result;
        this.evaluation = ShownPart.of(result).evaluation();
    }

    /** Empty for two classes, whose figures are those of the positive one. */
    static String html(TrainingResult result) {
        return result.classNames().size() < 3 ? "" : new ClassTable(result).table();
    }

    private String table() {
        StringBuilder out = new StringBuilder("<h3>Class by class</h3>\n<div class=\"scroll\" tabindex=\"0\""
                + " role=\"region\" aria-label=\"Class by class\">\n<table class=\"numbers\">\n<thead><tr>"
                + "<th scope=\"col\">Class</th><th scope=\"col\">Images</th><th scope=\"col\">Sensitivity</th>"
                + "<th scope=\"col\">Specificity</th><th scope=\"col\">Precision</th><th scope=\"col\">F1</th>"
                + "<th scope=\"col\">ROC-AUC</th><th scope=\"col\">Average precision</th></tr></thead>\n<tbody>\n");
        for (int c = 0; c < evaluation.classes().size(); c++) {
            out.append(row(
                    result.classNames().get(c),
                    evaluation.classes().get(c),
                    evaluation.intervals().classes().get(c)));
        }
        out.append(
                row("Macro average", evaluation.macro(), evaluation.intervals().macro()));
        out.append(row(
                "Weighted average",
                evaluation.weighted(),
                evaluation.intervals().weighted()));
        return out.append("</tbody>\n</table>\n</div>\n<p class=\"note\">Each class against all others, with 95 %"
                        + " intervals. Macro: every class counts alike; weighted: by its images. Classes without images"
                        + " are left out of both.</p>\n")
                .toString();
    }

    private static String row(String name, ClassFigures f, ClassIntervals i) {
        return "<tr><th scope=\"row\">" + Html.escape(name) + "</th><td>" + Numbers.count(f.images()) + "</td>"
                + share(f.sensitivity(), i.sensitivity()) + share(f.specificity(), i.specificity())
                + share(f.precision(), i.precision()) + ratio(f.f1(), i.f1()) + ratio(f.rocAuc(), i.rocAuc())
                + ratio(f.averagePrecision(), i.averagePrecision()) + "</tr>\n";
    }

    private static String row(String name, ClassAverages f, AverageIntervals i) {
        return "<tr class=\"average\"><th scope=\"row\">" + name + "</th><td></td>"
                + share(f.sensitivity(), i.sensitivity()) + "<td></td>" + share(f.precision(), i.precision())
                + ratio(f.f1(), i.f1()) + ratio(f.rocAuc(), i.rocAuc())
                + ratio(f.averagePrecision(), i.averagePrecision()) + "</tr>\n";
    }

    private static String share(double value, Interval interval) {
        return cell(Numbers.percent(value), Numbers.percentRange(interval.low(), interval.high()), interval);
    }

    private static String ratio(double value, Interval interval) {
        return cell(Numbers.ratio(value), Numbers.ratioRange(interval), interval);
    }

    private static String cell(String value, String range, Interval interval) {
        return "<td>" + Html.escape(value)
                + (interval.known() ? "<br><span class=\"interval\">" + Html.escape(range) + "</span>" : "") + "</td>";
    }
}
