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
import dev.graft.report.Table.Column;
import dev.graft.report.Table.Row;
import dev.graft.result.Figure;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of a training: every one with its meaning, at other thresholds, and class by class. */
final class FigureTables {
    private static final String CLASS_NOTE = "Each class against all others, with 95 % intervals. Macro: every class"
            + " counts alike; weighted: by its images. Classes without images are left out of both.";

    private final TrainingResult result;
    private final Evaluation shown;
    private final boolean many;

    FigureTables(TrainingResult result) {
        this.result = result;
        this.shown = ShownPart.of(result).evaluation();
        this.many = ManyClasses.are(result.classNames());
    }

    /** Every figure of every evaluated part. */
    Table all() {
        List<Column> columns = new ArrayList<>(Table.columns("Figure"));
        result.test().ifPresent(test -> columns.add(new Column("Test", "number")));
        columns.add(new Column("Validation", "number"));
        columns.add(new Column("Meaning", null));
        List<Row> rows = new ArrayList<>();
        rows.add(row("Images", e -> Cell.of(Numbers.count(e.images())), "Number evaluated"));
        Figure.of(result.classNames(), result.positiveClass())
                .forEach(figure -> rows.add(
                        row(figure.name(), e -> Cell.of(figure.text(e)).within(figure.range(e)), figure.meaning())));
        boolean undefined = rows.stream()
                .flatMap(row -> row.others().stream())
                .anyMatch(cell -> cell.text().equals(Numbers.UNDEFINED));
        Table table = new Table("All figures", "figures", columns, rows, List.of());
        String intervals = "Below each figure: its 95 % interval. " + intervals(shown.intervals());
        return undefined
                ? table.with(
                        intervals,
                        Numbers.UNDEFINED + " is undefined: precision when nothing was called positive, for example.")
                : table.with(intervals);
    }

    private Row row(String name, Function<Evaluation, Cell> cell, String meaning) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(name));
        Stream.concat(result.test().stream(), Stream.of(result.validation()))
                .forEach(evaluation -> cells.add(cell.apply(evaluation).styled("number")));
        cells.add(Cell.of(meaning).styled("meaning"));
        return new Row(null, cells);
    }

    /** How intervals were found. */
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
    Table thresholds() {
        String positive = "“" + result.classNames().get(result.positiveClass()) + "”";
        List<Row> rows = new ArrayList<>();
        for (OperatingPoint point : result.thresholds()) {
            if (point.test().images() > 0) {
                rows.add(row(point, "test", point.test()));
            }
            rows.add(row(point, "validation", point.validation()));
        }
        return new Table(
                "Other thresholds",
                "numbers",
                Table.columns(
                        "Chosen for",
                        positive + " from",
                        "Part",
                        "Sensitivity",
                        "Specificity",
                        "Precision",
                        "Accuracy"),
                rows,
                List.of("All other figures on this page call an image by its most probable class. These thresholds were"
                        + " chosen on the validation part, which flatters them there, and applied to the test part as they"
                        + " are."
                        + (result.classNames().size() > 2
                                ? " The accuracy is that of telling " + positive + " from all others."
                                : "")));
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

    /** Each class against the rest if there are three or more but not many, and the averages; empty for two. */
    Table classes() {
        boolean two = result.classNames().size() < 3;
        String label = many ? "Averages over the classes" : "Class by class";
        List<Row> rows = new ArrayList<>(two || many ? List.of() : classRows());
        if (!two) {
            rows.add(average("Macro average", shown.macro(), shown.intervals().macro()));
            rows.add(average(
                    "Weighted average", shown.weighted(), shown.intervals().weighted()));
        }
        return table(label, rows).with(CLASS_NOTE);
    }

    /** Each of many classes against the rest; else empty. */
    Table manyClasses() {
        return table("Class by class", many ? classRows() : List.of());
    }

    private static Table table(String label, List<Row> rows) {
        return new Table(
                label,
                "numbers",
                Table.columns(
                        "Class",
                        "Images",
                        "Sensitivity",
                        "Specificity",
                        "Precision",
                        "F1",
                        "ROC-AUC",
                        "Average precision"),
                rows,
                List.of());
    }

    private List<Row> classRows() {
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
