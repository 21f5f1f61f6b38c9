package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code experiment.jte} shows.
 *
 * @param values that its trials have
 */
record ExperimentPage(Experiment experiment, ExperimentValues values) {
    /** How the best of a category classifies. */
    record Winner(Table.Cell name, String figures, Confusion confusion) {}

    /** What winners are sought for each of. */
    String heading() {
        return ExperimentValues.label(Axis.BACKBONE);
    }

    /** The same inside a sentence. */
    String category() {
        return heading().toLowerCase(Locale.ROOT);
    }

    boolean compared() {
        return experiment.winners().stream().anyMatch(w -> w.againstWinner().isPresent());
    }

    /** What all trials have in common; may be empty. */
    String constant() {
        return Arrays.stream(Axis.values())
                .filter(axis -> !values.varies(axis) && !values.of(axis).isEmpty())
                .map(axis -> ExperimentValues.label(axis).toLowerCase(Locale.ROOT) + " "
                        + values.of(axis).get(0))
                .collect(Collectors.joining(", "));
    }

    /** The best of all, if any trial has a result. */
    Optional<TrainingResult> best() {
        return experiment.winners().stream().findFirst().map(Experiment.Winner::result);
    }

    /** The folds, if configurations are trained on several. */
    Optional<FoldWords> folds() {
        return experiment.result().folds().map(FoldWords::new);
    }

    boolean inFolds() {
        return folds().isPresent();
    }

    /** Whether some configurations were given up. */
    boolean givenUp() {
        return !experiment.result().givenUp().isEmpty();
    }

    /** The fold that the result of the best is of; there must be a result. */
    String bestFold() {
        Trial trial = experiment.chosen(experiment.winners().get(0)).trial();
        return folds().orElseThrow().of(trial);
    }

    /** How the winner was judged; there must be a result. */
    String images() {
        WinnerPart part = WinnerPart.of(experiment.winners().get(0));
        int images = part.part().evaluation().images();
        return inFolds()
                ? Numbers.counted(images, "image") + ", each by a model that had not seen it"
                : Numbers.counted(images, part.name() + " image");
    }

    String positive() {
        TrainingResult first = best().orElseThrow();
        return first.classNames().get(first.positiveClass());
    }

    List<Winner> winners() {
        return experiment.winners().stream().map(this::winner).toList();
    }

    private static String byGroup(Experiment.Winner winner) {
        return winner.byGroup()
                .map(groups -> "; by group, of " + Numbers.count(groups.images()) + ": accuracy "
                        + Numbers.percent(groups.accuracy()) + ", ROC-AUC "
                        + Numbers.ratio(groups.value(Metric.ROC_AUC)))
                .orElse("");
    }

    private Winner winner(Experiment.Winner winner) {
        Trial trial = experiment.chosen(winner).trial();
        Evaluation e = WinnerPart.of(winner).part().evaluation();
        return new Winner(
                values.link(trial, ExperimentValues.category(trial)),
                (inFolds() ? Numbers.counted(e.images(), "image") + ": accuracy " : "Accuracy ")
                        + Numbers.percent(e.accuracy()) + ", ROC-AUC " + Numbers.ratio(e.value(Metric.ROC_AUC))
                        + ", sensitivity " + Numbers.percent(e.value(Metric.SENSITIVITY)) + ", specificity "
                        + Numbers.percent(e.value(Metric.SPECIFICITY)) + byGroup(winner),
                new Confusion(winner.result().classNames(), e.confusion()));
    }

    /** One file a topic, in one scope. */
    static String script() {
        return Stream.of("data", "table", "ranges", "charts", "page")
                .map(topic -> Html.resources("experiment-" + topic + ".js"))
                .collect(
                        Collectors.joining("\n", Html.resources("charts.js") + "(() => {\n'use strict';\n", "})();\n"));
    }
}
