package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.Figure;
import dev.graft.result.FigureSpread;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cross-validation as one self-contained HTML page; only the links to the folds' own pages lead elsewhere. */
final class CrossValidationReport {
    /** Of the figures, the first ones: accuracy, balanced accuracy and ROC-AUC. */
    private static final int SHOWN_PER_FOLD = 3;

    private final CrossValidationResult result;
    private final TrainingResult first;
    private final Evaluation all;

    private CrossValidationReport(CrossValidationResult result) {
        this.result = result;
        this.first = result.folds().get(0);
        this.all = result.outOfFold();
    }

    static String render(CrossValidationResult result) {
        return new CrossValidationReport(result).page();
    }

    private String page() {
        Map<String, String> places = new HashMap<>();
        places.put("title", Html.escape(result.title()));
        places.put("folds", Numbers.count(result.folds().size()));
        places.put("verdict", Html.escape(verdict()));
        places.put("findings", findings());
        places.put("figures", figures());
        places.put("table", folds());
        places.put("confusion", ConfusionTable.html(first.classNames(), all));
        places.put("intervals", IntervalNote.of(all.intervals()));
        places.put(
                "gaps",
                Html.list("gaps", first.splitWarnings().stream().distinct().toList()));
        places.put("duplicates", DuplicateTable.html(first.duplicates()));
        places.put("unreadable", UnreadableSection.html(first));
        places.put("provenance", ProvenanceSection.html(first.provenance()));
        places.put("version", Html.escape(HtmlReport.version()));
        places.put(
                "style",
                Template.resource("report.css")
                        + (ManyClasses.are(first.classNames()) ? Template.resource("classes.css") : ""));
        return Template.load("cross-validation.html").fill(places);
    }

    private String verdict() {
        FigureSpread accuracy = result.spreads().get(0);
        return Numbers.percent(all.accuracy()) + " of " + Numbers.counted(all.images(), "image")
                + " were classified correctly by a model that had not seen them (95 % interval "
                + Numbers.percentRange(all.accuracyLow(), all.accuracyHigh()) + "). Accuracy of the "
                + Numbers.counted(result.folds().size(), "fold") + ": " + Numbers.percent(accuracy.lowest()) + " to "
                + Numbers.percent(accuracy.highest()) + ".";
    }

    private String findings() {
        return result.findings().isEmpty()
                ? "<div class=\"box good\">\n<p><strong>No sign of trouble</strong> in any fold.</p>\n</div>\n"
                : "<div class=\"box warning\">\n" + FindingsBox.list(result.findings()) + "</div>\n";
    }

    private String figures() {
        List<Figure> figures = Figure.of(first.classNames(), first.positiveClass());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            FigureSpread spread = result.spreads().get(i);
            String range = figure.range(all);
            out.append("<tr><th scope=\"row\">" + figure.name() + "</th>" + cell(figure.text(spread.mean()))
                    + cell(figure.distance(spread.deviation()))
                    + cell(figure.text(spread.lowest()))
                    + cell(figure.text(spread.highest()))
                    + cell(figure.text(all))
                    + cell(range.isEmpty() ? Numbers.UNDEFINED : range) + "</tr>\n");
        }
        return out.toString();
    }

    private String folds() {
        List<Figure> figures = Figure.of(first.classNames(), first.positiveClass()).stream()
                .limit(SHOWN_PER_FOLD)
                .toList();
        StringBuilder out = new StringBuilder("<thead><tr><th scope=\"col\">Fold</th><th scope=\"col\">Train</th>"
                + "<th scope=\"col\">Validation</th><th scope=\"col\">Test</th>");
        figures.forEach(figure -> out.append("<th scope=\"col\">" + figure.name() + "</th>"));
        out.append("<th scope=\"col\">Epochs</th></tr></thead>\n<tbody>\n");
        for (int fold = 1; fold <= result.folds().size(); fold++) {
            TrainingResult one = result.folds().get(fold - 1);
            out.append("<tr><th scope=\"row\"><a href=\"" + CrossValidationResult.folder(fold) + "/report.html\">Fold "
                    + fold + "</a></th>");
            one.parts().forEach(part -> out.append(cell(Numbers.count(part.images()))));
            figures.forEach(figure -> out.append(cell(figure.text(one.test().orElseThrow()))));
            out.append(cell(Numbers.count(one.history().epochs().size())) + "</tr>\n");
        }
        return out.append("</tbody>\n").toString();
    }

    private static String cell(String text) {
        return "<td>" + Html.escape(text) + "</td>";
    }
}
