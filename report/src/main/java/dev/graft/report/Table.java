package dev.graft.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in the tables of pages. What a row or a cell lacks is an empty text; an attribute that it lacks is null. */
final class Table {
    private static final String NUMBER = "number";

    private Table() {}

    /**
     * A row.
     *
     * @param css class in the style sheet
     * @param cells its head first
     */
    record Row(@Nullable String css, List<Cell> cells) {
        Row(List<Cell> cells) {
            this(null, cells);
        }

        Row(Cell... cells) {
            this(List.of(cells));
        }
    }

    /**
     * What stands in a cell.
     *
     * @param css class in the style sheet
     * @param link where the text leads to
     * @param scale a picture of the number
     * @param interval on a line of its own
     * @param small on lines of its own, in the tables of experiments
     */
    record Cell(
            String text,
            @Nullable String css,
            String link,
            @Nullable Scale scale,
            String interval,
            String small) {
        static Cell of(String text) {
            return new Cell(text, null, "", null, "", "");
        }

        static Cell number(String text) {
            return of(text).styled(NUMBER);
        }

        Cell styled(String name) {
            return new Cell(text, name, link, scale, interval, small);
        }

        Cell linked(String address) {
            return new Cell(text, css, address, scale, interval, small);
        }

        Cell scaled(@Nullable Scale picture) {
            return new Cell(text, css, link, picture, interval, small);
        }

        Cell within(String range) {
            return new Cell(text, css, link, scale, range, small);
        }

        Cell noted(String note) {
            return new Cell(text, css, link, scale, interval, note);
        }
    }

    static Row row(String... texts) {
        return new Row(Arrays.stream(texts).map(Cell::of).toList());
    }

    /** A row or headings, some of which depend on the classes. */
    static List<String> texts(List<String> first, List<String> second, String... last) {
        return Stream.of(first, second, List.of(last)).flatMap(List::stream).toList();
    }

    /** The class of a column's heading. */
    static @Nullable String heading(List<Row> rows, int column) {
        return rows.stream().anyMatch(row -> NUMBER.equals(row.cells.get(column).css())) ? NUMBER : null;
    }
}
