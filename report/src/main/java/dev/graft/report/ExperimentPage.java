package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.provenance.GraftVersion;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.search.Axis;
import dev.graft.search.Experiment;
import dev.graft.search.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code experiment.jte} shows.
 *
 * @param values that its trials have
 */
record ExperimentPage(Experiment experiment, ExperimentValues values) {
    /** How the best of a category classifies. */
    record Winner(Table.Cell name, String figures, Confusion confusion) {}

    String title() {
        return experiment.title();
    }

    ExperimentVerdict verdict() {
        return ExperimentVerdict.of(experiment, values);
    }

    List<Tile> tiles() {
        return ExperimentTiles.of(experiment);
    }

    ExperimentFindings findings() {
        return new ExperimentFindings(experiment, values);
    }

    String allClear() {
        return "All trials are done. " + TrainingPage.allClear("failures, ");
    }

    /** What winners are sought for each of, inside a sentence. */
    String category() {
        return ExperimentValues.label(Axis.BACKBONE).toLowerCase(Locale.ROOT);
    }

    ExperimentModels models() {
        return new ExperimentModels(experiment, values);
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

    String images() {
        ShownPart shown = ShownPart.of(best().orElseThrow());
        return Numbers.counted(shown.evaluation().images(), shown.name() + " image");
    }

    String positive() {
        TrainingResult first = best().orElseThrow();
        return first.classNames().get(first.positiveClass());
    }

    List<Winner> winners() {
        return experiment.winners().stream().map(this::winner).toList();
    }

    private Winner winner(Experiment.Winner winner) {
        Trial trial = experiment.chosen(winner).trial();
        Evaluation e = ShownPart.of(winner.result()).evaluation();
        return new Winner(
                values.link(trial, ExperimentValues.category(trial)),
                "Accuracy " + Numbers.percent(e.accuracy()) + ", ROC-AUC " + Numbers.ratio(e.rocAuc())
                        + ", sensitivity " + Numbers.percent(e.sensitivity()) + ", specificity "
                        + Numbers.percent(e.specificity()),
                Confusion.of(winner.result()));
    }

    Diagnoses diagnoses() {
        return new Diagnoses(experiment, values);
    }

    List<Table> provenance() {
        return ProvenanceTables.of(experiment.provenance());
    }

    String version() {
        return GraftVersion.text();
    }

    String style() {
        return Html.resources("report.css", "experiment.css");
    }

    String json() {
        return Html.json(ExperimentData.of(experiment, values));
    }

    String chartLibrary() {
        return ChartLibrary.source();
    }

    /** One file a topic, in one scope. */
    String script() {
        return Html.resources("charts.js") + "(() => {\n'use strict';\n"
                + List.of("data", "table", "ranges", "charts", "page").stream()
                        .map(topic -> Html.resources("experiment-" + topic + ".js"))
                        .collect(Collectors.joining("\n"))
                + "})();\n";
    }
}
