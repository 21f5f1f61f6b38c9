package dev.graft.report;

import dev.graft.metrics.AverageIntervals;
import dev.graft.metrics.ClassAverages;
import dev.graft.metrics.ClassFigures;
import dev.graft.metrics.ClassIntervals;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.FigureIntervals;
import dev.graft.metrics.Interval;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.ThresholdFigures;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Figure;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of a training: every one with its meaning, at other thresholds, and class by class. */
final class FigureTables {
    private final TrainingResult result;
    private final Evaluation shown;

    FigureTables(TrainingResult result) {
        this.result = result;
        this.shown = ShownPart.of(result).evaluation();
    }

    /** Every figure of every evaluated part. */
    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("Images", e -> Cell.number(Numbers.count(e.images())), "Number evaluated"));
        Figure.of(result.classNames(), result.positiveClass())
                .forEach(figure -> rows.add(row(
                        figure.name(), e -> Cell.number(figure.text(e)).within(figure.range(e)), figure.meaning())));
        return rows;
    }

    /** Whether one of them is undefined. */
    boolean undefined() {
        return all().stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> cell.text().equals(Numbers.UNDEFINED));
    }

    private Row row(String name, Function<Evaluation, Cell> cell, String meaning) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(name));
        Stream.concat(result.test().stream(), Stream.of(result.validation()))
                .forEach(evaluation -> cells.add(cell.apply(evaluation)));
        cells.add(Cell.of(meaning).styled("meaning"));
        return new Row(cells);
    }

    /** How intervals were found. */
    String intervals() {
        return intervals(shown.intervals());
    }

    static String intervals(FigureIntervals intervals) {
        String resamples = Numbers.count(intervals.resamples()) + " resamples";
        if (intervals.byGroup()) {
            return "Found from " + resamples + " of the " + Numbers.counted(intervals.units(), "group")
                    + " (percentile bootstrap), for images of one group resemble each other.";
        }
        return intervals.resamples() == 0
                ? "Wilson's, of plain shares alone."
                : "Wilson's for plain shares, else from " + resamples
                        + " of the images (percentile bootstrap). Images that belong together would make them wider.";
    }

    /** Thresholds chosen on the validation part, and what they do on the test part; may be empty. */
    List<Row> thresholds() {
        List<Row> rows = new ArrayList<>();
        for (OperatingPoint point : result.thresholds()) {
            if (point.test().images() > 0) {
                rows.add(row(point, "test", point.test()));
            }
            rows.add(row(point, "validation", point.validation()));
        }
        return rows;
    }

    private static Row row(OperatingPoint point, String part, ThresholdFigures figures) {
        return new Row(
                Cell.of(point.rule()),
                Cell.of(Numbers.ratio(point.threshold())),
                Cell.of(part),
                share(figures.sensitivity(), figures.sensitivityInterval()),
                share(figures.specificity(), figures.specificityInterval()),
                share(figures.precision(), Interval.UNKNOWN),
                share(figures.accuracy(), figures.accuracyInterval()));
    }

    List<Row> averages() {
        return List.of(
                average("Macro average", shown.macro(), shown.intervals().macro()),
                average("Weighted average", shown.weighted(), shown.intervals().weighted()));
    }

    /** Each class against the rest. */
    List<Row> classes() {
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < shown.classes().size(); c++) {
            ClassFigures f = shown.classes().get(c);
            ClassIntervals i = shown.intervals().classes().get(c);
            rows.add(new Row(
                    Cell.of(result.classNames().get(c)),
                    Cell.of(Numbers.count(f.images())),
                    share(f.sensitivity(), i.sensitivity()),
                    share(f.specificity(), i.specificity()),
                    share(f.precision(), i.precision()),
                    ratio(f.f1(), i.f1()),
                    ratio(f.rocAuc(), i.rocAuc()),
                    ratio(f.averagePrecision(), i.averagePrecision())));
        }
        return rows;
    }

    List<Row> classesAndAverages() {
        return Stream.of(classes(), averages()).flatMap(List::stream).toList();
    }

    private static Row average(String name, ClassAverages f, AverageIntervals i) {
        return new Row(
                "average",
                List.of(
                        Cell.of(name),
                        Cell.of(""),
                        share(f.sensitivity(), i.sensitivity()),
                        Cell.of(""),
                        share(f.precision(), i.precision()),
                        ratio(f.f1(), i.f1()),
                        ratio(f.rocAuc(), i.rocAuc()),
                        ratio(f.averagePrecision(), i.averagePrecision())));
    }

    private static Cell share(double value, Interval interval) {
        return cell(Numbers.percent(value), Numbers.percentRange(interval.low(), interval.high()), interval);
    }

    private static Cell ratio(double value, Interval interval) {
        return cell(Numbers.ratio(value), Numbers.ratioRange(interval), interval);
    }

    private static Cell cell(String value, String range, Interval interval) {
        return Cell.of(value).within(interval.known() ? range : "");
    }
}
