package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.Figure;
import dev.graft.result.FigureSpread;
import dev.graft.result.Finding;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@code crossValidation.jte} shows: one self-contained page; only the links to the folds' own pages lead elsewhere. */
record CrossValidationPage(CrossValidationResult result) {
    /** Of the figures, the first ones: accuracy, balanced accuracy and ROC-AUC. */
    private static final int SHOWN_PER_FOLD = 3;

    /** All folds divide the same images, so the first knows what became of them. */
    TrainingResult first() {
        return result.folds().get(0);
    }

    private List<Figure> allFigures() {
        return Figure.of(first().classNames(), first().positiveClass());
    }

    String verdict() {
        FigureSpread accuracy = result.spreads().get(0);
        Evaluation all = result.outOfFold();
        return Numbers.percent(all.accuracy()) + " of " + Numbers.counted(all.images(), "image")
                + " were classified correctly by a model that had not seen them (95 % interval "
                + Numbers.percentRange(all.interval(Metric.ACCURACY)) + ")."
                + " Accuracy of the "
                + Numbers.counted(result.folds().size(), "fold") + ": " + Numbers.percent(accuracy.lowest()) + " to "
                + Numbers.percent(accuracy.highest()) + ".";
    }

    /** All images once more by group, if groups are known. */
    Optional<String> byGroup() {
        return result.byGroup().map(groups -> GroupWords.accuracy(groups, GroupScore.MEAN_LOGIT));
    }

    List<String> findings() {
        return result.findings().stream().map(Finding::sentence).toList();
    }

    /** What each figure is in the folds, and of all images together. */
    List<Row> figures() {
        return IntStream.range(0, allFigures().size())
                .mapToObj(i -> row(allFigures().get(i), result.spreads().get(i)))
                .toList();
    }

    private Row row(Figure figure, FigureSpread spread) {
        List<String> cells = new ArrayList<>(List.of(
                figure.name(),
                figure.text(spread.mean()),
                figure.distance(spread.deviation()),
                figure.text(spread.lowest()),
                figure.text(spread.highest())));
        evaluations().forEach(all -> cells.addAll(List.of(figure.text(all), range(figure, all))));
        return Table.row(cells.toArray(String[]::new));
    }

    private Stream<Evaluation> evaluations() {
        return Stream.concat(Stream.of(result.outOfFold()), result.byGroup().stream());
    }

    private static String range(Figure figure, Evaluation all) {
        String range = figure.range(all);
        return range.isEmpty() ? Numbers.UNDEFINED : range;
    }

    List<String> figureColumns() {
        List<String> columns = new ArrayList<>(List.of(
                "Figure", "Mean of folds", "Standard deviation", "Lowest", "Highest", "All images", "95 % interval"));
        result.byGroup().ifPresent(groups -> columns.addAll(List.of("By group", "95 % interval")));
        return columns;
    }

    Confusion confusion() {
        return new Confusion(first().classNames(), result.outOfFold().confusion());
    }

    List<String> foldColumns() {
        return Table.texts(
                List.of("Fold", "Train", "Validation", "Test"),
                foldFigures().map(Figure::name).toList(),
                "Epochs");
    }

    List<Row> folds() {
        return IntStream.rangeClosed(1, result.folds().size())
                .mapToObj(this::fold)
                .toList();
    }

    private Stream<Figure> foldFigures() {
        return allFigures().stream().limit(SHOWN_PER_FOLD);
    }

    /** @param number counted from 1 */
    private Row fold(int number) {
        TrainingResult fold = result.folds().get(number - 1);
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of("Fold " + number).linked(CrossValidationResult.folder(number) + "/" + PageWriter.REPORT));
        fold.parts().forEach(part -> cells.add(Cell.of(Numbers.count(part.images()))));
        foldFigures()
                .forEach(figure -> cells.add(Cell.of(figure.text(fold.test().orElseThrow()))));
        cells.add(Cell.of(Numbers.count(fold.history().epochs().size())));
        return new Row(cells);
    }
}
