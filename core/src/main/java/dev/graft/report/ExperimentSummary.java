package dev.graft.report;

import dev.graft.GraftException;
import dev.graft.provenance.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * An experiment of many trials, as {@link ExperimentReport} shows it. The value of the first axis is a trial's category,
 * such as its backbone.
 *
 * @param title headline
 * @param measure what the ranking goes by
 * @param axes all that was varied or could have been, at least one
 * @param trials in the order of the experiment
 * @param ranking configurations that have scores, best first
 * @param winners the best configuration of each category in the ranking's order; the first is the experiment's winner
 * @param runnerUp the second of the ranking on the test part; empty without either
 * @param diagnoses may be empty
 * @param provenance what determined all trials
 */
public record ExperimentSummary(
        String title,
        ExperimentMeasure measure,
        List<ExperimentAxis> axes,
        List<ExperimentTrial> trials,
        List<ExperimentConfiguration> ranking,
        List<ExperimentWinner> winners,
        Optional<ExperimentRunnerUp> runnerUp,
        List<ExperimentDiagnosis> diagnoses,
        Provenance provenance) {
    /** @throws GraftException if a cell lacks a value, or a position points at nothing */
    public ExperimentSummary {
        axes = List.copyOf(axes);
        trials = List.copyOf(trials);
        ranking = List.copyOf(ranking);
        winners = List.copyOf(winners);
        diagnoses = List.copyOf(diagnoses);
        if (axes.isEmpty()) {
            throw new GraftException("Found an experiment without axes, expected at least one: what is compared.");
        }
        for (ExperimentTrial trial : trials) {
            checkCells(trial, axes.size());
        }
        for (ExperimentConfiguration configuration : ranking) {
            checkConfiguration(configuration, trials);
        }
        for (ExperimentWinner winner : winners) {
            checkPosition("winner's configuration", winner.configuration(), ranking.size());
        }
        for (ExperimentDiagnosis diagnosis : diagnoses) {
            checkPosition("diagnosis's trial", diagnosis.trial(), trials.size());
        }
    }

    private static void checkCells(ExperimentTrial trial, int axes) {
        if (trial.cells().isEmpty() || trial.cells().stream().anyMatch(cell -> cell.size() != axes)) {
            throw new GraftException("The trial " + trial.address() + " has the cells " + trial.cells()
                    + ", expected at least one with " + axes + " values, one for each axis.");
        }
    }

    private static void checkConfiguration(ExperimentConfiguration configuration, List<ExperimentTrial> trials) {
        for (int trial : configuration.trials()) {
            checkPosition("configuration's trial", trial, trials.size());
            if (trials.get(trial).scores().isEmpty()) {
                throw new GraftException("A configuration holds trial "
                        + trials.get(trial).address() + ", which has no scores. List only repeats that have a result.");
            }
        }
        if (!configuration.trials().contains(configuration.chosen())) {
            throw new GraftException("A configuration chose trial " + configuration.chosen()
                    + ", expected one of its own: " + configuration.trials() + ".");
        }
    }

    private static void checkPosition(String what, int position, int size) {
        if (position < 0 || position >= size) {
            throw new GraftException(
                    "Found a " + what + " at position " + position + ", expected 0 to " + (size - 1) + ".");
        }
    }

    /** The first axis's value. */
    String category(ExperimentTrial trial) {
        return trial.cells().get(0).get(0);
    }

    /** The trial to use of a configuration. */
    ExperimentTrial chosen(ExperimentConfiguration configuration) {
        return trials.get(configuration.chosen());
    }

    /** Scores of the trial to use. */
    ExperimentScores scores(ExperimentConfiguration configuration) {
        return chosen(configuration).scores().orElseThrow();
    }

    long count(ExperimentTrial.Status status) {
        return trials.stream().filter(trial -> trial.status() == status).count();
    }
}
