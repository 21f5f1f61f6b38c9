package dev.graft.report;

import dev.graft.error.Lookup;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.result.FindingKind;
import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import dev.graft.search.TrialScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the experiment's script shows. Trials are columns, for a name per value would double the page. Undefined and
 * infinite values are null. Positions point into the lists here.
 *
 * @param axes that vary, the category first
 * @param metrics columns of figures, as pages name and order them
 * @param measure the one that the ranking goes by
 * @param kinds of findings
 * @param trials by column, one value per trial; in folds with the fold and the round, and figures of the images that the
 *     trial's model had not seen
 * @param cells trial and value on each axis
 * @param configurations trials of each, best first
 * @param winners curves of the best of each category
 */
record ExperimentData(
        List<AxisValues> axes,
        List<MetricColumn> metrics,
        String measure,
        List<String> kinds,
        Map<String, List<?>> trials,
        List<int[]> cells,
        List<List<Integer>> configurations,
        List<Curves> winners) {

    /** An axis that varies with its values in the order to show them. */
    record AxisValues(String id, String label, boolean repeats, List<String> values) {}

    /** How a metric's column is written; {@code better} is -1 where less is. */
    record MetricColumn(String id, String label, boolean share, boolean ratio, int better) {
        static MetricColumn of(Metric metric) {
            return new MetricColumn(
                    metric.id(),
                    metric.heading(),
                    metric.notation() == Metric.Notation.SHARE,
                    metric.notation() == Metric.Notation.RATIO,
                    metric.lowerIsBetter() ? -1 : 1);
        }
    }

    /** ROC and calibration points as in {@link ChartData}. */
    record Curves(String category, List<List<@Nullable Double>> roc, List<List<Double>> calibration) {}

    static ExperimentData of(Experiment experiment, ExperimentValues values) {
        List<Axis> varying = values.varying();
        Map<TrialAddress, Integer> positions = new HashMap<>();
        experiment.result().trials().forEach(trial -> positions.put(trial.address(), positions.size()));
        return new ExperimentData(
                varying.stream().map(axis -> axis(values, axis)).toList(),
                Metric.onPages().stream()
                        .filter(Metric.compared()::contains)
                        .map(MetricColumn::of)
                        .toList(),
                experiment.result().measure().metric().id(),
                Arrays.stream(FindingKind.values()).map(FindingKind::label).toList(),
                columns(experiment, values),
                cells(experiment, values, varying),
                experiment.result().ranking().stream()
                        .map(configuration -> configuration.repeats().stream()
                                .map(repeat ->
                                        Lookup.in(positions, repeat.trial().address(), "position"))
                                .toList())
                        .toList(),
                experiment.winners().stream()
                        .map(winner -> curves(experiment, winner))
                        .toList());
    }

    private static AxisValues axis(ExperimentValues values, Axis axis) {
        return new AxisValues(axis.id(), ExperimentValues.label(axis), axis == Axis.SEED, values.of(axis));
    }

    private static Map<String, List<?>> columns(Experiment experiment, ExperimentValues values) {
        Map<String, List<?>> columns = new LinkedHashMap<>();
        columns.put(
                "address",
                column(experiment, trial -> Optional.of(trial.address().shortForm())));
        columns.put(
                "status",
                column(
                        experiment,
                        t -> Optional.of(experiment
                                .state(t)
                                .status()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' '))));
        experiment.result().folds().ifPresent(plan -> {
            columns.put("fold", column(experiment, t -> Optional.of(plan.fold(t))));
            columns.put("round", column(experiment, t -> Optional.of(plan.round(t))));
        });
        columns.put("report", column(experiment, values::page));
        columns.put(
                "seconds",
                column(experiment, t -> ChartData.finite(experiment.state(t).seconds())));
        columns.put(
                "kinds",
                column(
                        experiment,
                        t -> Optional.of(ExperimentFindings.kinds(experiment, t).stream()
                                .map(FindingKind::ordinal)
                                .toList())));
        for (Metric metric : Metric.compared()) {
            columns.put(metric.id(), figures(experiment, figures -> figures.value(metric)));
        }
        columns.put(
                "accuracyLow",
                figures(experiment, f -> f.interval(Metric.ACCURACY).low()));
        columns.put(
                "accuracyHigh",
                figures(experiment, f -> f.interval(Metric.ACCURACY).high()));
        columns.put("secondsPerEpoch", scored(experiment, s -> ChartData.finite(s.secondsPerEpoch())));
        columns.put("parameters", scored(experiment, s -> Optional.of(s.parameters())));
        columns.put("trainable", scored(experiment, s -> Optional.of(s.trainableParameters())));
        columns.put("bestEpoch", scored(experiment, s -> Optional.of(s.bestEpoch())));
        columns.put("losses", scored(experiment, s -> Optional.of(course(s, TrialScores.EpochScore::loss))));
        columns.put("accuracies", scored(experiment, s -> Optional.of(course(s, TrialScores.EpochScore::accuracy))));
        return columns;
    }

    private static List<@Nullable Object> column(Experiment experiment, Function<Trial, Optional<?>> value) {
        List<@Nullable Object> column =
                new ArrayList<>(experiment.result().trials().size());
        experiment
                .result()
                .trials()
                .forEach(trial -> column.add(value.apply(trial).orElse(null)));
        return column;
    }

    private static List<@Nullable Object> scored(Experiment experiment, Function<TrialScores, Optional<?>> value) {
        return column(experiment, trial -> experiment.scores(trial).flatMap(value));
    }

    private static List<@Nullable Object> figures(Experiment experiment, ToDoubleFunction<Figures> value) {
        boolean inFolds = experiment.result().folds().isPresent();
        return scored(
                experiment,
                scores -> ChartData.finite(value.applyAsDouble(inFolds ? scores.outOfFold() : scores.validation())));
    }

    private static List<@Nullable Double> course(TrialScores scores, ToDoubleFunction<TrialScores.EpochScore> value) {
        List<@Nullable Double> course = new ArrayList<>(scores.course().size());
        scores.course().forEach(epoch -> course.add(curveValue(value.applyAsDouble(epoch))));
        return course;
    }

    /** Four decimals: finer than a curve is drawn, and half the size of a page of many trials. */
    private static @Nullable Double curveValue(double value) {
        return Double.isFinite(value) ? Double.valueOf(Math.rint(value * 1e4) / 1e4) : null;
    }

    private static List<int[]> cells(Experiment experiment, ExperimentValues values, List<Axis> varying) {
        List<Map<String, Integer>> positions = new ArrayList<>();
        for (Axis axis : varying) {
            Map<String, Integer> position = new HashMap<>();
            values.of(axis).forEach(value -> position.put(value, position.size()));
            positions.add(position);
        }
        List<int[]> cells = new ArrayList<>();
        for (int trial = 0; trial < experiment.result().trials().size(); trial++) {
            for (Cell cell : experiment.result().trials().get(trial).cells()) {
                cells.add(row(trial, cell, varying, positions));
            }
        }
        return cells;
    }

    private static int[] row(int trial, Cell cell, List<Axis> varying, List<Map<String, Integer>> positions) {
        int[] row = new int[1 + varying.size()];
        row[0] = trial;
        IntStream.range(0, varying.size())
                .forEach(i -> row[i + 1] =
                        Lookup.in(positions.get(i), ExperimentValues.of(varying.get(i), cell), "position"));
        return row;
    }

    private static Curves curves(Experiment experiment, Experiment.Winner winner) {
        Evaluation evaluation = WinnerPart.of(winner).part().evaluation();
        return new Curves(
                ExperimentValues.category(experiment.chosen(winner).trial()),
                ChartData.roc(evaluation.roc()),
                evaluation.calibration().stream().map(ChartData::values).toList());
    }
}
