package dev.graft.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What stands in the tables of pages. Whatever a row or a cell lacks is null. */
final class Table {
    private static final String NUMBER = "number";

    private Table() {}

    /**
     * A row.
     *
     * @param css class in the style sheet
     * @param cells its head first
     */
    record Row(String css, List<Cell> cells) {
        Row(Cell... cells) {
            this(null, List.of(cells));
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
    record Cell(String text, String css, String link, Scale scale, String interval, String small) {
        static Cell of(String text) {
            return new Cell(text, null, null, null, null, null);
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

        Cell scaled(Scale picture) {
            return new Cell(text, css, link, picture, interval, small);
        }

        /** Nothing is shown of an empty interval. */
        Cell within(String range) {
            return new Cell(text, css, link, scale, range.isEmpty() ? null : range, small);
        }

        /** Nothing is shown of an empty note. */
        Cell noted(String note) {
            return new Cell(text, css, link, scale, interval, note.isEmpty() ? null : note);
        }
    }

    static Row row(String... texts) {
        return new Row(null, Arrays.stream(texts).map(Cell::of).toList());
    }

    /** A row or headings, some of which depend on the classes. */
    static List<String> texts(List<String> first, List<String> second, String... last) {
        return Stream.of(first, second, List.of(last)).flatMap(List::stream).toList();
    }

    /** The class of a column's heading. */
    static String heading(List<Row> rows, int column) {
        return rows.stream().anyMatch(row -> NUMBER.equals(row.cells.get(column).css())) ? NUMBER : null;
    }
}
