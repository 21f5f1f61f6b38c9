package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Resampling;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Figure;
import dev.graft.result.GroupedResult;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of a training: every one with its meaning, at other thresholds, and class by class. */
final class FigureTables {
    private final TrainingResult result;
    private final ShownPart shown;

    FigureTables(TrainingResult result) {
        this.result = result;
        this.shown = ShownPart.of(result);
    }

    /** Of the table of all figures. */
    List<String> columns() {
        return Table.texts(List.of("Figure"), List.copyOf(evaluations().keySet()), "Meaning");
    }

    private Optional<GroupedResult> byGroup() {
        return result.byGroup();
    }

    private Map<String, Evaluation> evaluations() {
        Map<String, Evaluation> all = new LinkedHashMap<>();
        if (shown.heldOut()) {
            String name = shown.name().substring(0, 1).toUpperCase(Locale.ROOT)
                    + shown.name().substring(1);
            all.put(name, shown.evaluation());
            byGroup().flatMap(GroupedResult::test).ifPresent(groups -> all.put(name + " by group", groups));
        }
        all.put("Validation", result.validation());
        byGroup().flatMap(GroupedResult::validation).ifPresent(groups -> all.put("Validation by group", groups));
        return all;
    }

    /** Every figure of every evaluated part. */
    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "Images",
                e -> Cell.number(Numbers.count(e.images())),
                byGroup().isPresent() ? "Number evaluated; by group, number of groups" : "Number evaluated"));
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
        evaluations().values().forEach(evaluation -> cells.add(cell.apply(evaluation)));
        cells.add(Cell.of(meaning).styled("meaning"));
        return new Row(cells);
    }

    /** How intervals were found. */
    String intervals() {
        return intervals(shown.evaluation().resampling());
    }

    static String intervals(Resampling found) {
        String resamples = Numbers.count(found.resamples()) + " resamples";
        if (found.byGroup()) {
            return "Found from " + resamples + " of the " + Numbers.counted(found.units(), "group")
                    + " (percentile bootstrap), for images of one group resemble each other.";
        }
        return found.resamples() == 0
                ? "Wilson's, of plain shares alone."
                : "Wilson's for plain shares, else from " + resamples
                        + " of the images (percentile bootstrap). Images that belong together would make them wider.";
    }

    /** Thresholds chosen on the validation part, and what they do on the test part; may be empty. */
    List<Row> thresholds() {
        List<Row> rows = new ArrayList<>();
        for (OperatingPoint point : result.thresholds()) {
            if (point.test().images() > 0) {
                rows.add(row(point, shown.name(), point.test()));
            }
            rows.add(row(point, "validation", point.validation()));
        }
        return rows;
    }

    private static Row row(OperatingPoint point, String part, Figures figures) {
        return new Row(
                Cell.of(point.rule()),
                Cell.of(Numbers.ratio(point.threshold())),
                Cell.of(part),
                cell(figures, Metric.SENSITIVITY),
                cell(figures, Metric.SPECIFICITY),
                cell(figures, Metric.PRECISION),
                cell(figures, Metric.ACCURACY));
    }

    /** Of the tables of classes and of averages. */
    static List<String> classColumns() {
        return Table.texts(
                List.of("Class", "Images"),
                Metric.ofEachClass().stream().map(Metric::heading).toList());
    }

    List<Row> averages() {
        return averages(shown.evaluation());
    }

    private static List<Row> averages(Evaluation shown) {
        return List.of(average("Macro average", shown.macro()), average("Weighted average", shown.weighted()));
    }

    /** Each class against the rest. */
    List<Row> classes() {
        return classes(result.classNames(), shown.evaluation());
    }

    private static List<Row> classes(List<String> classNames, Evaluation shown) {
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < shown.classes().size(); c++) {
            Figures figures = shown.classes().get(c);
            rows.add(new Row(null, cells(classNames.get(c), Numbers.count(figures.images()), figures)));
        }
        return rows;
    }

    List<Row> classesAndAverages() {
        return classesAndAverages(result.classNames(), shown.evaluation());
    }

    static List<Row> classesAndAverages(List<String> classNames, Evaluation shown) {
        return Stream.of(classes(classNames, shown), averages(shown))
                .flatMap(List::stream)
                .toList();
    }

    private static Row average(String name, Figures figures) {
        return new Row("average", cells(name, "", figures));
    }

    private static List<Cell> cells(String name, String images, Figures figures) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(name), Cell.of(images)));
        for (Metric metric : Metric.ofEachClass()) {
            cells.add(figures.estimates().containsKey(metric) ? cell(figures, metric) : Cell.of(""));
        }
        return cells;
    }

    private static Cell cell(Figures figures, Metric metric) {
        Interval interval = figures.interval(metric);
        return Cell.of(Numbers.text(metric, figures.value(metric)))
                .within(interval.known() ? Numbers.range(metric, interval) : "");
    }
}
