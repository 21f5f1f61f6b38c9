package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Actual against predicted classes, shaded by the share of the row; of many classes as a picture.
 *
 * @param names of the classes
 */
record Confusion(List<String> names, ConfusionMatrix matrix) {
    /** Data of the script that searches the matrix. */
    record Data(List<String> names, int[] cells) {}

    /** An actual class. */
    record Row(String name, List<Share> cells, String images) {}

    /**
     * What it was called.
     *
     * @param css whether it is right
     * @param share of the row between 0 and 1, as style sheets write it
     */
    record Share(String css, String share, String images, String percent) {}

    /** Of the part that the page is about. */
    static Confusion of(TrainingResult result) {
        return new Confusion(
                result.classNames(), ShownPart.of(result).evaluation().confusion());
    }

    boolean many() {
        return ManyClasses.are(names);
    }

    Data data() {
        return new Data(
                names,
                matrix.cells().stream()
                        .flatMapToInt(cell -> IntStream.of(cell.actual(), cell.predicted(), cell.images()))
                        .toArray());
    }

    List<Row> rows() {
        return IntStream.range(0, names.size()).mapToObj(this::row).toList();
    }

    private Row row(int actual) {
        int all = matrix.actual().get(actual);
        return new Row(
                names.get(actual),
                IntStream.range(0, names.size())
                        .mapToObj(predicted -> share(matrix.count(actual, predicted), all, predicted == actual))
                        .toList(),
                Numbers.count(all));
    }

    private static Share share(int images, int all, boolean right) {
        double share = (double) images / all;
        return new Share(
                right ? "hit" : "miss",
                Double.isNaN(share) ? "0" : String.format(Locale.ROOT, "%.3f", share),
                Numbers.count(images),
                Numbers.percent(share));
    }
}
