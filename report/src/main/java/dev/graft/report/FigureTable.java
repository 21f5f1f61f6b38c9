package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.result.Figure;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.function.Function;

/** Every figure of every evaluated part, with its meaning. */
final class FigureTable {
    private static final String UNDEFINED_NOTE = "<p class=\"note\">" + Numbers.UNDEFINED
            + " is undefined: precision when nothing was called positive, for example.</p>\n";

    private final TrainingResult result;

    private FigureTable(TrainingResult result) {
        this.result = result;
    }

    static String html(TrainingResult result) {
        return new FigureTable(result).table();
    }

    private String table() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"All figures\">\n<table class=\"figures\">\n"
                + "<thead><tr><th scope=\"col\">Figure</th>");
        if (result.test().isPresent()) {
            out.append("<th scope=\"col\" class=\"number\">Test</th>");
        }
        out.append("<th scope=\"col\" class=\"number\">Validation</th><th scope=\"col\">Meaning</th></tr></thead>\n"
                + "<tbody>\n");
        out.append(
                row("Images", e -> "<td class=\"number\">" + Numbers.count(e.images()) + "</td>", "Number evaluated"));
        Figure.of(result.classNames(), result.positiveClass())
                .forEach(figure -> out.append(row(figure.name(), e -> cell(figure, e), figure.meaning())));
        out.append("</tbody>\n</table>\n</div>\n");
        out.append(intervals());
        boolean undefined = out.indexOf(">" + Numbers.UNDEFINED + "<") >= 0;
        return undefined ? out.append(UNDEFINED_NOTE).toString() : out.toString();
    }

    private String row(String name, Function<Evaluation, String> cell, String meaning) {
        return "<tr><th scope=\"row\">" + Html.escape(name) + "</th>"
                + result.test().map(cell).orElse("") + cell.apply(result.validation()) + "<td class=\"meaning\">"
                + Html.escape(meaning) + "</td></tr>\n";
    }

    private static String cell(Figure figure, Evaluation evaluation) {
        String range = figure.range(evaluation);
        return "<td class=\"number\">" + Html.escape(figure.text(evaluation))
                + (range.isEmpty() ? "" : "<br><span class=\"interval\">" + Html.escape(range) + "</span>") + "</td>";
    }

    private String intervals() {
        return "<p class=\"note\">Below each figure: its 95 % interval. "
                + IntervalNote.of(ShownPart.of(result).evaluation().intervals()) + "</p>\n";
    }
}
