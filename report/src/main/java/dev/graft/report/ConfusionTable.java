package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Evaluation;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.List;
import java.util.Locale;

/** Actual against predicted classes, shaded by the share of the row; of many classes as a picture. */
final class ConfusionTable {
    private final List<String> names;
    private final Evaluation evaluation;

    private ConfusionTable(List<String> names, Evaluation evaluation) {
        this.names = names;
        this.evaluation = evaluation;
    }

    /** Of the part that the page is about. */
    static String html(TrainingResult result) {
        return html(result.classNames(), ShownPart.of(result).evaluation());
    }

    static String html(List<String> names, Evaluation evaluation) {
        return ManyClasses.are(names)
                ? ConfusionPicture.html(names, evaluation.confusion())
                : new ConfusionTable(names, evaluation).table();
    }

    private String table() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Confusion matrix\">\n<table class=\"confusion\">\n<thead>\n<tr><td></td><th scope=\"colgroup\""
                + " colspan=\"" + names.size() + "\">Predicted</th><td></td></tr>\n"
                + "<tr><th scope=\"col\">Actual</th>");
        names.forEach(name ->
                out.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
        out.append("<th scope=\"col\">Images</th></tr>\n</thead>\n<tbody>\n");
        for (int actual = 0; actual < names.size(); actual++) {
            out.append(row(actual));
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private String row(int actual) {
        ConfusionMatrix confusion = evaluation.confusion();
        int all = confusion.actual().get(actual);
        StringBuilder out = new StringBuilder("<tr><th scope=\"row\">" + Html.escape(names.get(actual)) + "</th>");
        for (int predicted = 0; predicted < names.size(); predicted++) {
            int count = confusion.count(actual, predicted);
            out.append(cell(count, (double) count / all, predicted == actual ? "hit" : "miss"));
        }
        return out.append("<td class=\"total\">" + Numbers.count(all) + "</td></tr>\n")
                .toString();
    }

    private static String cell(int count, double share, String kind) {
        String shade = Double.isNaN(share) ? "0" : String.format(Locale.ROOT, "%.3f", share);
        return "<td class=\"" + kind + "\" style=\"--share:" + shade + "\"><b>" + Numbers.count(count) + "</b><span>"
                + Html.escape(Numbers.percent(share)) + "</span></td>";
    }
}
