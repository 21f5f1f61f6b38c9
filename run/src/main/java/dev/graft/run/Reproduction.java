package dev.graft.run;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.result.GroupedResult;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the numbers of two results of one training, line by line; wall times aside.
 *
 * @param lines what was compared, in order
 */
public record Reproduction(List<Line> lines) {
    /**
     * One thing that was compared.
     *
     * @param name what it is
     * @param differences each number that is not equal to the last bit, with both values; empty if equal
     */
    public record Line(String name, List<String> differences) {
        public Line {
            differences = List.copyOf(differences);
        }

        /** Whether both results agree. */
        public boolean equal() {
            return differences.isEmpty();
        }
    }

    public Reproduction {
        lines = List.copyOf(lines);
    }

    /** Whether everything is equal. */
    public boolean equal() {
        return lines.stream().allMatch(Line::equal);
    }

    /**
     * Compares.
     *
     * @param was the first result, perhaps read from its file
     * @param is the result of the repetition
     */
    public static Reproduction of(TrainingResult was, TrainingResult is) {
        List<Line> lines = new ArrayList<>();
        lines.add(line(
                "images",
                Map.of("manifest hash", fact(was, RunFacts::manifestHash)),
                Map.of("manifest hash", fact(is, RunFacts::manifestHash))));
        lines.add(line(
                "engine", Map.of("engine", fact(was, RunFacts::engine)), Map.of("engine", fact(is, RunFacts::engine))));
        lines.add(line("classes", Map.of("names", was.classNames()), Map.of("names", is.classNames())));
        List<EpochRecord> before = was.history().epochs();
        List<EpochRecord> now = is.history().epochs();
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            lines.add(line("epoch " + (i + 1) + " of all", numbers(before, i), numbers(now, i)));
        }
        lines.add(line(
                "validation predictions",
                predictions(was.validationPredictions(), is.validationPredictions()),
                predictions(is.validationPredictions(), was.validationPredictions())));
        lines.add(line(
                "test predictions",
                predictions(was.testPredictions(), is.testPredictions()),
                predictions(is.testPredictions(), was.testPredictions())));
        lines.add(line("validation figures", figures(was.validation()), figures(is.validation())));
        if (was.test().isPresent() && is.test().isPresent()) {
            lines.add(line(
                    "test figures",
                    figures(was.test().orElseThrow()),
                    figures(is.test().orElseThrow())));
        }
        // Results of earlier versions may lack figures by group.
        was.byGroup().ifPresent(groups -> lines.addAll(byGroup(groups, is.byGroup())));
        return new Reproduction(lines);
    }

    private static List<Line> byGroup(GroupedResult was, Optional<GroupedResult> is) {
        List<Line> lines = new ArrayList<>();
        if (!was.choice().candidates().isEmpty()) {
            lines.add(line(
                    "score of groups",
                    choice(was.choice()),
                    is.map(found -> choice(found.choice())).orElse(Map.of())));
        }
        was.validation()
                .ifPresent(before -> lines.add(line(
                        "validation figures by group",
                        figures(before),
                        is.flatMap(GroupedResult::validation)
                                .map(Reproduction::figures)
                                .orElse(Map.of()))));
        was.test()
                .ifPresent(before -> lines.add(line(
                        "test figures by group",
                        figures(before),
                        is.flatMap(GroupedResult::test)
                                .map(Reproduction::figures)
                                .orElse(Map.of()))));
        return lines;
    }

    private static Map<String, Object> choice(GroupScoreChoice choice) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("score", choice.score().id());
        choice.candidates()
                .forEach(candidate ->
                        values.put("log loss by " + candidate.score().id(), candidate.logLoss()));
        return values;
    }

    private static Line line(String name, Map<String, ?> was, Map<String, ?> is) {
        Map<String, Object> all = new LinkedHashMap<>(was);
        is.forEach(all::putIfAbsent);
        List<String> differences = all.keySet().stream()
                .filter(key -> !String.valueOf(was.get(key)).equals(String.valueOf(is.get(key))))
                .map(key -> key + ": " + shown(was.get(key)) + " there, " + shown(is.get(key)) + " here")
                .toList();
        return new Line(name, differences);
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "nothing" : value.toString();
    }

    private static Map<String, Object> numbers(List<EpochRecord> epochs, int index) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        if (index < epochs.size()) {
            EpochRecord e = epochs.get(index);
            numbers.put("number in its phase", e.epoch());
            numbers.put("train loss", e.trainLoss());
            numbers.put("train accuracy", e.trainAccuracy());
            numbers.put("validation loss", e.validationLoss());
            numbers.put("validation accuracy", e.validationAccuracy());
            numbers.put("learning rate", e.learningRate());
            numbers.put("train loss in inference mode", e.trainInferenceLoss());
            numbers.put("train accuracy in inference mode", e.trainInferenceAccuracy());
        }
        return numbers;
    }

    /** By image. Of many classes a file holds the likeliest alone: what both results know is compared. */
    private static Map<String, Object> predictions(List<Prediction> predictions, List<Prediction> others) {
        boolean condensed = Stream.of(predictions, others).flatMap(List::stream).anyMatch(Prediction::isCondensed);
        Map<String, Object> values = new TreeMap<>();
        predictions.forEach(p -> values.put(p.image(), condensed ? p.condensed().likeliest() : p.probabilities()));
        return values;
    }

    private static Map<String, Object> figures(Evaluation evaluation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            values.put(metric.title(), evaluation.value(metric));
            if (metric.averaged()) {
                values.put(metric.title() + " (macro)", evaluation.macro().value(metric));
            }
        }
        evaluation
                .confusion()
                .cells()
                .forEach(cell -> values.put(
                        "images of class " + cell.actual() + " called class " + cell.predicted(), cell.images()));
        return values;
    }

    private static String fact(TrainingResult result, Function<RunFacts, String> fact) {
        return result.facts().map(fact).orElse("unknown");
    }
}
