package dev.graft.cli;

import dev.graft.evaluate.Assessment;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.evaluate.ModelComparison;
import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Recalibration;
import dev.graft.metrics.Subgroups;
import dev.graft.result.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the console says of an evaluation. */
final class EvaluationLines {
    private EvaluationLines() {}

    static List<String> of(ExternalEvaluation evaluation) {
        List<String> lines = new ArrayList<>();
        evaluation.findings().forEach(finding -> lines.add("Note: " + finding.sentence()));
        lines.add("By image: " + figures(evaluation.images(), evaluation) + " images");
        evaluation
                .groups()
                .ifPresent(groups -> lines.add("By group (" + groups.score().id() + "): "
                        + figures(groups.assessment(), evaluation) + " groups"));
        lines.add(evaluation.recognised().describe());
        evaluation
                .recognised()
                .without()
                .ifPresent(without ->
                        lines.add("Without them and their groups: " + figures(without, evaluation) + " images"));
        lines.add(calibration(evaluation.images()));
        evaluation.comparison().ifPresent(comparison -> lines.addAll(lines(comparison)));
        evaluation
                .subgroups()
                .columns()
                .forEach(
                        column -> lines.add(line(column, evaluation.classNames().size())));
        evaluation.drift().ifPresent(drift -> drift.lines().forEach(line -> lines.add("Drift: " + line)));
        return lines;
    }

    private static String figures(Assessment assessment, ExternalEvaluation evaluation) {
        return FigureLine.of(assessment.evaluation(), evaluation.classNames().size()) + " on "
                + assessment.evaluation().images();
    }

    private static String calibration(Assessment images) {
        Recalibration found = images.recalibration();
        return String.format(
                Locale.ROOT,
                "Calibration: slope %s, in the large %s, Brier score %s, expected calibration error %s",
                estimate(found.slope()),
                estimate(found.inTheLarge()),
                Numbers.threeDigits(images.evaluation().value(Metric.BRIER)),
                Numbers.threeDigits(images.expectedCalibrationError()));
    }

    private static String estimate(Figures.Estimate estimate) {
        return Double.isNaN(estimate.value())
                ? "undefined"
                : String.format(
                        Locale.ROOT,
                        "%.2f (%.2f to %.2f)",
                        estimate.value(),
                        estimate.interval().low(),
                        estimate.interval().high());
    }

    private static List<String> lines(ModelComparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("Against " + comparison.other() + ", by image: " + test(comparison.areas()));
        comparison
                .groupAreas()
                .ifPresent(test -> lines.add("Against " + comparison.other() + ", by group: " + test(test)));
        return lines;
    }

    private static String test(DeLongTest test) {
        return String.format(
                Locale.ROOT,
                "ROC-AUC %s against %s, difference %+.3f (%+.3f to %+.3f), p %s",
                Numbers.ratio(test.first().area()),
                Numbers.ratio(test.second().area()),
                test.difference(),
                test.interval().low(),
                test.interval().high(),
                Numbers.setting(test.pValue()));
    }

    private static String line(Subgroups.Column column, int classes) {
        Metric metric = Subgroups.compared(classes).get(0);
        return "Subgroup " + column.name() + ", " + metric.title() + ": "
                + String.join(
                        ", ",
                        column.values().stream()
                                .map(value -> value.value() + " "
                                        + Numbers.text(metric, value.figures().value(metric)) + " of "
                                        + value.figures().images())
                                .toList())
                + (column.unknown() > 0 ? "; unknown for " + column.unknown() : "");
    }
}
