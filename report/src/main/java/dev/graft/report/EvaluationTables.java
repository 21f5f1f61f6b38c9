package dev.graft.report;

import dev.graft.evaluate.Assessment;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.evaluate.GroupAssessment;
import dev.graft.evaluate.ModelComparison;
import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.PredictiveValues;
import dev.graft.metrics.RocArea;
import dev.graft.metrics.Subgroups;
import dev.graft.report.Table.Cell;
import dev.graft.report.Table.Row;
import dev.graft.result.Figure;
import dev.graft.result.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Tables of an evaluation's page. */
record EvaluationTables(ExternalEvaluation evaluation) {
    /** By group, by image, and without images that the model knows. */
    private Map<String, Assessment> assessments() {
        Map<String, Assessment> all = new LinkedHashMap<>();
        evaluation.groups().map(GroupAssessment::assessment).ifPresent(groups -> all.put("By group", groups));
        all.put("By image", evaluation.images());
        evaluation.recognised().without().ifPresent(without -> all.put("Without known images", without));
        return all;
    }

    List<String> figureColumns() {
        return Table.texts(List.of("Figure"), List.copyOf(assessments().keySet()), "Meaning");
    }

    /** Every figure. */
    List<Row> figures() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("Cases", a -> Cell.number(Numbers.count(a.evaluation().images())), "Number evaluated"));
        for (Figure figure : Figure.of(evaluation.classNames(), evaluation.positiveClass())) {
            rows.add(row(
                    figure.name(),
                    a -> Cell.number(figure.text(a.evaluation())).within(figure.range(a.evaluation())),
                    figure.meaning()));
        }
        return rows;
    }

    /** How far probabilities can be taken at their word. */
    List<Row> calibration() {
        return List.of(
                row(
                        "Slope",
                        a -> cell(a.recalibration().slope(), false),
                        "1 is right; below, probabilities are too extreme"),
                row(
                        "Intercept",
                        a -> cell(a.recalibration().intercept(), true),
                        "Of the recalibration with that slope"),
                row(
                        "In the large",
                        a -> cell(a.recalibration().inTheLarge(), true),
                        "0 is right; above, probabilities are too low as a whole"),
                row(
                        "Expected calibration error",
                        a -> Cell.number(Numbers.threeDigits(a.expectedCalibrationError())),
                        "Mean distance of probability and share over ten bins"),
                row(
                        "ROC-AUC (DeLong)",
                        a -> Cell.number(Numbers.ratio(a.area().area()))
                                .within(
                                        a.area().interval().known()
                                                ? Numbers.ratioRange(a.area().interval())
                                                : ""),
                        "With DeLong's variance, of the log odds"));
    }

    private Row row(String name, Function<Assessment, Cell> cell, String meaning) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(name));
        assessments().values().forEach(assessment -> cells.add(cell.apply(assessment)));
        cells.add(Cell.of(meaning).styled("meaning"));
        return new Row(cells);
    }

    private static Cell cell(Figures.Estimate estimate, boolean sign) {
        return Cell.number(EvaluationPage.signed(estimate.value(), sign))
                .within(
                        estimate.interval().known()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.2f to %.2f",
                                        estimate.interval().low(),
                                        estimate.interval().high())
                                : "");
    }

    /** What calls mean at other prevalences. */
    List<Row> predictiveValues() {
        return evaluation.main().predictiveValues().stream()
                .map(EvaluationTables::row)
                .toList();
    }

    private static Row row(PredictiveValues values) {
        return new Row(
                Cell.of(Numbers.setting(100 * values.prevalence()) + " %"),
                cell(values.positive()),
                cell(values.negative()));
    }

    private static Cell cell(Figures.Estimate share) {
        return Cell.of(Numbers.percent(share.value()))
                .within(share.interval().known() ? Numbers.percentRange(share.interval()) : "");
    }

    /** Heading of a table of subgroups. */
    List<String> subgroupColumns() {
        List<String> columns = new ArrayList<>(List.of("Value", "Images", "Groups"));
        for (Metric metric : compared()) {
            columns.add(metric.heading());
            columns.add("Gap");
            columns.add("p, adjusted");
        }
        return columns;
    }

    private List<Metric> compared() {
        return Subgroups.compared(evaluation.classNames().size());
    }

    List<Row> subgroups(Subgroups.Column column) {
        return column.values().stream().map(this::row).toList();
    }

    private Row row(Subgroups.Subgroup value) {
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(value.value()),
                Cell.of(Numbers.count(value.figures().images())),
                Cell.of(Numbers.count(value.units()))));
        for (int m = 0; m < compared().size(); m++) {
            Metric metric = compared().get(m);
            Figures.Estimate estimate = value.figures().estimate(metric);
            cells.add(Cell.of(Numbers.text(metric, estimate.value()))
                    .within(estimate.interval().known() ? Numbers.range(metric, estimate.interval()) : ""));
            if (value.gaps().isEmpty()) {
                cells.add(Cell.of(""));
                cells.add(Cell.of(""));
            } else {
                Subgroups.Gap gap = value.gaps().get(m);
                cells.add(Cell.of(difference(metric, gap.difference()))
                        .within(
                                gap.interval().known()
                                        ? difference(metric, gap.interval().low()) + " to "
                                                + difference(
                                                        metric, gap.interval().high())
                                        : ""));
                cells.add(Cell.of(p(gap.adjusted())));
            }
        }
        return new Row(cells);
    }

    private static String difference(Metric metric, double value) {
        if (Double.isNaN(value)) {
            return Numbers.UNDEFINED;
        }
        return metric.notation() == Metric.Notation.SHARE
                ? String.format(Locale.ROOT, "%+.1f", 100 * value)
                : String.format(Locale.ROOT, "%+.3f", value);
    }

    private static String p(OptionalDouble value) {
        return value.isPresent() ? Numbers.setting(value.getAsDouble()) : Numbers.UNDEFINED;
    }

    /** Both models' areas and their difference. */
    List<Row> comparison(ModelComparison comparison) {
        List<Row> rows = new ArrayList<>();
        comparison.groupAreas().ifPresent(test -> rows.add(row("By group", test)));
        rows.add(row("By image", comparison.areas()));
        return rows;
    }

    private static Row row(String name, DeLongTest test) {
        return new Row(
                Cell.of(name),
                cell(test.first()),
                cell(test.second()),
                Cell.of(difference(Metric.ROC_AUC, test.difference()))
                        .within(
                                test.interval().known()
                                        ? difference(
                                                        Metric.ROC_AUC,
                                                        test.interval().low()) + " to "
                                                + difference(
                                                        Metric.ROC_AUC,
                                                        test.interval().high())
                                        : ""),
                Cell.of(Double.isNaN(test.pValue()) ? Numbers.UNDEFINED : Numbers.setting(test.pValue())));
    }

    private static Cell cell(RocArea area) {
        return Cell.of(Numbers.ratio(area.area()))
                .within(area.interval().known() ? Numbers.ratioRange(area.interval()) : "");
    }

    List<Row> classes() {
        Evaluation shown = evaluation.main().evaluation();
        return FigureTables.classesAndAverages(evaluation.classNames(), shown);
    }
}
