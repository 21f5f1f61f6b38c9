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

    /** The first of them. */
    static List<Table.Row> rows(List<String> names, ConfusionMatrix confusion) {
        List<Integer> rows = confusion.actual();
        return of(confusion).stream()
                .limit(SHOWN)
                .map(cell -> new Table.Row(
                        Table.Cell.of(names.get(cell.actual())),
                        Table.Cell.of(names.get(cell.predicted())).styled("name"),
                        Table.Cell.of(Numbers.count(cell.images())),
                        Table.Cell.of(Numbers.percent((double) cell.images() / rows.get(cell.actual())))))
                .toList();
    }

    /** How many there are beyond those; empty if these are all. */
    static String more(ConfusionMatrix confusion) {
        List<Cell> mistakes = of(confusion);
        int wrong = mistakes.stream().mapToInt(Cell::images).sum();
        int shown = mistakes.stream().limit(SHOWN).mapToInt(Cell::images).sum();
        return mistakes.size() <= SHOWN
                ? ""
                : "The first of " + Numbers.count(mistakes.size()) + " pairs, with " + Numbers.count(shown) + " of "
                        + Numbers.counted(wrong, "wrong image") + ".";
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
}
