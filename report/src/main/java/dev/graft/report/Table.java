package dev.graft.report;

import dev.graft.result.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of a page. Class names of the style sheet and what is shown below a cell's text are null where there are none.
 *
 * @param label what it holds; its caption, and its heading where it has one
 * @param css kind of table in the style sheet
 * @param columns the first is that of the rows' heads
 * @param notes sentences to stand below it
 */
record Table(String label, String css, List<Column> columns, List<Row> rows, List<String> notes) {
    /** How many rows a list may have that a file beside the page holds completely. */
    static final int SHOWN = 100;

    /** A column's heading. */
    record Column(String name, String css) {}

    /** A row, its head first. */
    record Row(String css, List<Cell> cells) {
        Row(Cell... cells) {
            this(null, List.of(cells));
        }

        Cell head() {
            return cells.get(0);
        }

        List<Cell> others() {
            return cells.subList(1, cells.size());
        }
    }

    /**
     * What stands in a cell.
     *
     * @param link where the text leads to
     * @param scale a picture of the number
     * @param interval on a line of its own
     * @param small on lines of its own, in the tables of experiments
     */
    record Cell(String text, String css, String link, Scale scale, String interval, String small) {
        static Cell of(String text) {
            return new Cell(text, null, null, null, null, null);
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

    static List<Column> columns(String... names) {
        return Arrays.stream(names).map(name -> new Column(name, null)).toList();
    }

    static Row row(Stream<String> texts) {
        return new Row(null, texts.map(Cell::of).toList());
    }

    static Row row(String... texts) {
        return row(Arrays.stream(texts));
    }

    Table with(String... notes) {
        return new Table(label, css, columns, rows, List.of(notes));
    }

    boolean empty() {
        return rows.isEmpty();
    }

    /** The first rows; a note says how many more the named file has. */
    Table first(int shown, String file) {
        int more = rows.size() - shown;
        return more <= 0
                ? this
                : new Table(label, css, columns, rows.subList(0, shown), List.of())
                        .with("… and " + Numbers.count(more) + " more, all of them in " + file + ".");
    }
}
