package dev.graft.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.metrics.Evaluation;
import dev.graft.result.FindingKind;
import dev.graft.result.ShownPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the experiment's script shows. Trials are columns, for a name per value would double the page. Undefined and
 * infinite values are null. Positions point into the lists here.
 *
 * @param axes that vary, the category first
 * @param measure the column that the ranking goes by
 * @param kinds of findings
 * @param trials by column, one value per trial
 * @param cells trial and value on each axis
 * @param configurations trials of each, best first
 * @param winners curves of the best of each category
 */
record ExperimentData(
        List<AxisValues> axes,
        String measure,
        List<String> kinds,
        Map<String, List<?>> trials,
        List<int[]> cells,
        List<List<Integer>> configurations,
        List<Curves> winners) {

    /** An axis that varies with its values in the order to show them. */
    record AxisValues(String id, String label, boolean repeats, List<String> values) {}

    /** ROC and calibration points as in {@link ChartData}. */
    record Curves(String category, List<List<Double>> roc, List<List<Double>> calibration) {}

    static ExperimentData of(ExperimentSummary summary, ExperimentValues values) {
        List<Integer> varying = values.varying();
        return new ExperimentData(
                varying.stream().map(axis -> axis(summary, values, axis)).toList(),
                summary.measure().column(),
                Arrays.stream(FindingKind.values()).map(FindingKind::label).toList(),
                columns(summary),
                cells(summary, values, varying),
                summary.ranking().stream().map(ExperimentConfiguration::trials).toList(),
                summary.winners().stream()
                        .map(winner -> curves(summary, winner))
                        .toList());
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AxisValues axis(ExperimentSummary summary, ExperimentValues values, int axis) {
        ExperimentAxis described = summary.axes().get(axis);
        return new AxisValues(described.id(), described.label(), described.repeats(), values.of(axis));
    }

    private static Map<String, List<?>> columns(ExperimentSummary summary) {
        Map<String, List<?>> columns = new LinkedHashMap<>();
        columns.put("address", column(summary, ExperimentTrial::shortAddress));
        columns.put("status", column(summary, t -> t.status().name().toLowerCase(Locale.ROOT)));
        columns.put("report", column(summary, t -> t.report().orElse(null)));
        columns.put("seconds", column(summary, t -> ChartData.finite(t.seconds())));
        columns.put(
                "kinds",
                column(
                        summary,
                        t -> ExperimentFindings.kinds(t).stream()
                                .map(FindingKind::ordinal)
                                .toList()));
        columns.put("accuracy", figures(summary, ExperimentScores::accuracy));
        columns.put("accuracyLow", figures(summary, ExperimentScores::accuracyLow));
        columns.put("accuracyHigh", figures(summary, ExperimentScores::accuracyHigh));
        columns.put("balancedAccuracy", figures(summary, ExperimentScores::balancedAccuracy));
        columns.put("logLoss", figures(summary, ExperimentScores::logLoss));
        columns.put("rocAuc", figures(summary, ExperimentScores::rocAuc));
        columns.put("sensitivity", figures(summary, ExperimentScores::sensitivity));
        columns.put("specificity", figures(summary, ExperimentScores::specificity));
        columns.put("f1", figures(summary, ExperimentScores::f1));
        columns.put("secondsPerEpoch", figures(summary, ExperimentScores::secondsPerEpoch));
        columns.put("parameters", scored(summary, ExperimentScores::parameters));
        columns.put("trainable", scored(summary, ExperimentScores::trainableParameters));
        columns.put("bestEpoch", scored(summary, ExperimentScores::bestEpoch));
        columns.put("losses", scored(summary, s -> course(s, ExperimentScores.Epoch::loss)));
        columns.put("accuracies", scored(summary, s -> course(s, ExperimentScores.Epoch::accuracy)));
        return columns;
    }

    private static <T> List<T> column(ExperimentSummary summary, Function<ExperimentTrial, T> value) {
        List<T> column = new ArrayList<>(summary.trials().size());
        summary.trials().forEach(trial -> column.add(value.apply(trial)));
        return column;
    }

    private static <T> List<T> scored(ExperimentSummary summary, Function<ExperimentScores, T> value) {
        return column(summary, trial -> trial.scores().map(value).orElse(null));
    }

    private static List<Double> figures(ExperimentSummary summary, ToDoubleFunction<ExperimentScores> value) {
        return scored(summary, scores -> ChartData.finite(value.applyAsDouble(scores)));
    }

    private static List<Double> course(ExperimentScores scores, ToDoubleFunction<ExperimentScores.Epoch> value) {
        List<Double> course = new ArrayList<>(scores.course().size());
        scores.course().forEach(epoch -> course.add(curveValue(value.applyAsDouble(epoch))));
        return course;
    }

    /** Four decimals: finer than a curve is drawn, and half the size of a page of many trials. */
    private static Double curveValue(double value) {
        return Double.isFinite(value) ? Double.valueOf(Math.rint(value * 1e4) / 1e4) : null;
    }

    private static List<int[]> cells(ExperimentSummary summary, ExperimentValues values, List<Integer> varying) {
        List<Map<String, Integer>> positions = new ArrayList<>();
        for (int axis : varying) {
            Map<String, Integer> position = new HashMap<>();
            values.of(axis).forEach(value -> position.put(value, position.size()));
            positions.add(position);
        }
        List<int[]> cells = new ArrayList<>();
        for (int trial = 0; trial < summary.trials().size(); trial++) {
            for (List<String> cell : summary.trials().get(trial).cells()) {
                cells.add(row(trial, cell, varying, positions));
            }
        }
        return cells;
    }

    private static int[] row(
            int trial, List<String> cell, List<Integer> varying, List<Map<String, Integer>> positions) {
        int[] row = new int[1 + varying.size()];
        row[0] = trial;
        IntStream.range(0, varying.size())
                .forEach(i -> row[i + 1] = positions.get(i).get(cell.get(varying.get(i))));
        return row;
    }

    private static Curves curves(ExperimentSummary summary, ExperimentWinner winner) {
        ExperimentConfiguration configuration = summary.ranking().get(winner.configuration());
        Evaluation evaluation = ShownPart.of(winner.result()).evaluation();
        return new Curves(
                summary.category(summary.chosen(configuration)),
                ChartData.roc(evaluation.roc()),
                evaluation.calibration().stream().map(ChartData::values).toList());
    }
}
