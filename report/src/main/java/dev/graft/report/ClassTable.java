package dev.graft.report;

import dev.graft.metrics.AverageIntervals;
import dev.graft.metrics.ClassAverages;
import dev.graft.metrics.ClassFigures;
import dev.graft.metrics.ClassIntervals;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;

/** Each class against the rest, and the averages; for more than two classes. Many classes are folded. */
final class ClassTable {
    private static final String NOTE =
            "<p class=\"note\">Each class against all others, with 95 % intervals. Macro: every"
                    + " class counts alike; weighted: by its images. Classes without images are left out of both.</p>\n";

    private final TrainingResult result;
    private final Evaluation evaluation;

    private ClassTable(TrainingResult result) {
        this.result = result;
        this.evaluation = ShownPart.of(result).evaluation();
    }

    /** Empty for two classes, whose figures are those of the positive one. */
    static String html(TrainingResult result) {
        if (result.classNames().size() < 3) {
            return "";
        }
        ClassTable table = new ClassTable(result);
        return ManyClasses.are(result.classNames()) ? table.folded() : table.whole();
    }

    private String whole() {
        return "<h3>Class by class</h3>\n" + table("Class by class", classes() + averages()) + NOTE;
    }

    private String folded() {
        return "<h3>Averages over the classes</h3>\n" + table("Averages over the classes", averages()) + NOTE
                + "<details>\n<summary>Class by class ("
                + Numbers.count(evaluation.classes().size())
                + ")</summary>\n" + table("Class by class", classes()) + "</details>\n";
    }

    private static String table(String label, String rows) {
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + label
                + "\">\n<table class=\"numbers\">\n<thead><tr>"
                + "<th scope=\"col\">Class</th><th scope=\"col\">Images</th><th scope=\"col\">Sensitivity</th>"
                + "<th scope=\"col\">Specificity</th><th scope=\"col\">Precision</th><th scope=\"col\">F1</th>"
                + "<th scope=\"col\">ROC-AUC</th><th scope=\"col\">Average precision</th></tr></thead>\n<tbody>\n"
                + rows
                + "</tbody>\n</table>\n</div>\n";
    }

    private String classes() {
        StringBuilder out = new StringBuilder();
        for (int c = 0; c < evaluation.classes().size(); c++) {
            out.append(row(
                    result.classNames().get(c),
                    evaluation.classes().get(c),
                    evaluation.intervals().classes().get(c)));
        }
        return out.toString();
    }

    private String averages() {
        return row("Macro average", evaluation.macro(), evaluation.intervals().macro())
                + row(
                        "Weighted average",
                        evaluation.weighted(),
                        evaluation.intervals().weighted());
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
