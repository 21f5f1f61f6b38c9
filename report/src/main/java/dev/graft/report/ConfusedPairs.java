package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.ConfusionMatrix.Cell;
import dev.graft.result.Numbers;
import java.util.Comparator;
import java.util.List;

/** Which classes are most often taken for which others. */
final class ConfusedPairs {
    private static final int SHOWN = 20;

    private ConfusedPairs() {}

    /** Empty without a mistake. */
    static String html(List<String> names, ConfusionMatrix confusion) {
        List<Cell> mistakes = of(confusion);
        if (mistakes.isEmpty()) {
            return "";
        }
        List<Integer> rows = confusion.actual();
        StringBuilder out = new StringBuilder("<h3>Most confused pairs</h3>\n<div class=\"scroll\" tabindex=\"0\""
                + " role=\"region\" aria-label=\"Most confused pairs\">\n<table class=\"numbers pairs\">\n<thead><tr>"
                + "<th scope=\"col\">Actual</th><th scope=\"col\">Called</th><th scope=\"col\">Images</th>"
                + "<th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
        mistakes.stream()
                .limit(SHOWN)
                .forEach(cell -> out.append("<tr><th scope=\"row\">" + Html.escape(names.get(cell.actual()))
                        + "</th><td class=\"name\">" + Html.escape(names.get(cell.predicted())) + "</td><td>"
                        + Numbers.count(cell.images()) + "</td><td>"
                        + Html.escape(Numbers.percent((double) cell.images() / rows.get(cell.actual())))
                        + "</td></tr>\n"));
        return out.append("</tbody>\n</table>\n</div>\n" + note(mistakes)).toString();
    }

    /** All mistakes, those of most images first, of equals those with the larger share of their class's images. */
    static List<Cell> of(ConfusionMatrix confusion) {
        List<Integer> rows = confusion.actual();
        return confusion.cells().stream()
                .filter(cell -> !cell.right())
                .sorted(Comparator.comparingInt(Cell::images)
                        .reversed()
                        .thenComparingInt(cell -> rows.get(cell.actual()))
                        .thenComparingInt(Cell::actual)
                        .thenComparingInt(Cell::predicted))
                .toList();
    }

    private static String note(List<Cell> mistakes) {
        int wrong = mistakes.stream().mapToInt(Cell::images).sum();
        int shown = mistakes.stream().limit(SHOWN).mapToInt(Cell::images).sum();
        return mistakes.size() <= SHOWN
                ? ""
                : "<p class=\"note\">The first of " + Numbers.count(mistakes.size()) + " pairs, with "
                        + Numbers.count(shown) + " of " + Numbers.counted(wrong, "wrong image") + ".</p>\n";
    }
}
