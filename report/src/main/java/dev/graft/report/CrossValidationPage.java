package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.provenance.GraftVersion;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@code crossValidation.jte} shows: one self-contained page; only the links to the folds' own pages lead elsewhere. */
record CrossValidationPage(CrossValidationResult result) {
    /** Of the figures, the first ones: accuracy, balanced accuracy and ROC-AUC. */
    private static final int SHOWN_PER_FOLD = 3;

    private TrainingResult first() {
        return result.folds().get(0);
    }

    private List<Figure> allFigures() {
        return Figure.of(first().classNames(), first().positiveClass());
    }

    String title() {
        return result.title();
    }

    String brand() {
        return "Graft cross-validation, " + Numbers.counted(result.folds().size(), "fold");
    }

    String verdict() {
        FigureSpread accuracy = result.spreads().get(0);
        Evaluation all = result.outOfFold();
        return Numbers.percent(all.accuracy()) + " of " + Numbers.counted(all.images(), "image")
                + " were classified correctly by a model that had not seen them (95 % interval "
                + Numbers.percentRange(all.accuracyLow(), all.accuracyHigh()) + "). Accuracy of the "
                + Numbers.counted(result.folds().size(), "fold") + ": " + Numbers.percent(accuracy.lowest()) + " to "
                + Numbers.percent(accuracy.highest()) + ".";
    }

    List<String> findings() {
        return result.findings().stream().map(Finding::sentence).toList();
    }

    /** What each figure is in the folds, and of all images together. */
    Table figures() {
        List<Figure> figures = allFigures();
        return new Table(
                "Figures",
                "numbers",
                Table.columns(
                        "Figure",
                        "Mean of folds",
                        "Standard deviation",
                        "Lowest",
                        "Highest",
                        "All images",
                        "95 % interval"),
                IntStream.range(0, figures.size())
                        .mapToObj(i -> row(figures.get(i), result.spreads().get(i)))
                        .toList(),
                List.of(
                        "All images: each predicted by the model that had not seen it, evaluated together. Intervals are"
                                + " of these. "
                                + FigureTables.intervals(result.outOfFold().intervals())
                                + " They do not hold how much trainings differ by chance, which the standard deviation of the folds"
                                + " shows. A ROC-AUC of all images compares probabilities of different models, and may be below the"
                                + " folds' mean."));
    }

    private Row row(Figure figure, FigureSpread spread) {
        String range = figure.range(result.outOfFold());
        return Table.row(
                figure.name(),
                figure.text(spread.mean()),
                figure.distance(spread.deviation()),
                figure.text(spread.lowest()),
                figure.text(spread.highest()),
                figure.text(result.outOfFold()),
                range.isEmpty() ? Numbers.UNDEFINED : range);
    }

    Confusion confusion() {
        return Confusion.of(first().classNames(), result.outOfFold());
    }

    Table folds() {
        Stream<String> figures = allFigures().stream().limit(SHOWN_PER_FOLD).map(Figure::name);
        String[] columns = Stream.of(Stream.of("Fold", "Train", "Validation", "Test"), figures, Stream.of("Epochs"))
                .flatMap(names -> names)
                .toArray(String[]::new);
        return new Table(
                "Folds",
                "numbers",
                Table.columns(columns),
                IntStream.rangeClosed(1, result.folds().size())
                        .mapToObj(this::fold)
                        .toList(),
                List.of());
    }

    /** @param number counted from 1 */
    private Row fold(int number) {
        TrainingResult fold = result.folds().get(number - 1);
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of("Fold " + number).linked(CrossValidationResult.folder(number) + "/" + PageWriter.REPORT));
        fold.parts().forEach(part -> cells.add(Cell.of(Numbers.count(part.images()))));
        allFigures().stream()
                .limit(SHOWN_PER_FOLD)
                .forEach(figure -> cells.add(Cell.of(figure.text(fold.test().orElseThrow()))));
        cells.add(Cell.of(Numbers.count(fold.history().epochs().size())));
        return new Row(null, cells);
    }

    /** All folds divide the same images, so the first knows what became of them. */
    DataSection data() {
        return new DataSection(first());
    }

    List<Table> provenance() {
        return ProvenanceTables.of(first().provenance());
    }

    String version() {
        return GraftVersion.text();
    }

    String style() {
        return TrainingPage.style(first().classNames());
    }
}
