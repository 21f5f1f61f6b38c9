package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often images of each class were called each class. Only what occurred is kept, so that it grows with the images and
 * not with the square of the classes.
 *
 * @param classes number of classes
 * @param cells what occurred, by actual and then predicted class, each pair once
 */
public record ConfusionMatrix(int classes, List<Cell> cells) {
    private static final Comparator<Cell> ORDER =
            Comparator.comparingInt(Cell::actual).thenComparingInt(Cell::predicted);

    /**
     * A cell that is not zero.
     *
     * @param actual index of the true class
     * @param predicted index of the class that they were called
     * @param images how many, at least 1
     */
    public record Cell(int actual, int predicted, int images) {
        /** Whether they are called what they are. */
        public boolean right() {
            return actual == predicted;
        }
    }

    /** @throws GraftException if a cell is outside, empty, or not in order */
    public ConfusionMatrix {
        cells = List.copyOf(cells);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean inside =
                    cell.actual >= 0 && cell.actual < classes && cell.predicted >= 0 && cell.predicted < classes;
            if (!inside || cell.images < 1 || i > 0 && ORDER.compare(cells.get(i - 1), cell) >= 0) {
                throw new GraftException("Found " + cell + " at place " + i + " of a confusion matrix of " + classes
                        + " classes, expected classes from 0, at least one image, and rising order.");
            }
        }
    }

    /**
     * From counts.
     *
     * @param counts {@code counts.get(actual).get(predicted)}, as many rows as columns
     * @throws GraftException if it is not square or a count is negative
     */
    public static ConfusionMatrix of(List<List<Integer>> counts) {
        List<Cell> cells = new ArrayList<>();
        for (int actual = 0; actual < counts.size(); actual++) {
            List<Integer> row = counts.get(actual);
            if (row.size() != counts.size()) {
                throw new GraftException("Found " + row.size() + " counts in row " + actual
                        + " of a confusion matrix of " + counts.size() + " rows, expected as many.");
            }
            for (int predicted = 0; predicted < row.size(); predicted++) {
                if (row.get(predicted) != 0) {
                    cells.add(new Cell(actual, predicted, row.get(predicted)));
                }
            }
        }
        return new ConfusionMatrix(counts.size(), cells);
    }

    /** Of images by position. */
    static ConfusionMatrix of(int[] actual, int[] predicted, int classes) {
        TreeMap<Cell, Integer> counts = new TreeMap<>(ORDER);
        for (int i = 0; i < actual.length; i++) {
            counts.merge(new Cell(actual[i], predicted[i], 1), 1, Integer::sum);
        }
        List<Cell> cells = new ArrayList<>();
        counts.forEach((cell, images) -> cells.add(new Cell(cell.actual, cell.predicted, images)));
        return new ConfusionMatrix(classes, cells);
    }

    /** Images of one class that were called another, or the same. */
    public int count(int actual, int predicted) {
        int at = Collections.binarySearch(cells, new Cell(actual, predicted, 1), ORDER);
        return at < 0 ? 0 : cells.get(at).images;
    }

    /** Images of each class. */
    public List<Integer> actual() {
        int[] sums = new int[classes];
        cells.forEach(cell -> sums[cell.actual] += cell.images);
        return Arrays.stream(sums).boxed().toList();
    }

    /** Images that were called each class. */
    public List<Integer> predicted() {
        int[] sums = new int[classes];
        cells.forEach(cell -> sums[cell.predicted] += cell.images);
        return Arrays.stream(sums).boxed().toList();
    }

    /** All counts, {@code get(actual).get(predicted)}; they grow with the square of the classes. */
    public List<List<Integer>> rows() {
        return IntStream.range(0, classes).mapToObj(this::row).toList();
    }

    private List<Integer> row(int actual) {
        return IntStream.range(0, classes).mapToObj(p -> count(actual, p)).toList();
    }
}
