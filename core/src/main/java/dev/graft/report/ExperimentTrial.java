package dev.graft.report;

import java.util.List;
import java.util.Optional;

/**
 * One training of an experiment.
 *
 * @param address names it; files of it lie under this name
 * @param cells the points of the search space that are this training, at least one, each with a value for every axis
 * @param status where it stands
 * @param seconds wall time spent on it
 * @param scores what came of it, if it has a result
 * @param error why it has none, if it failed
 * @param report address of its own page relative to the experiment's page, if there is one
 */
public record ExperimentTrial(
        String address,
        List<List<String>> cells,
        Status status,
        double seconds,
        Optional<ExperimentScores> scores,
        Optional<String> error,
        Optional<String> report) {
    private static final int SHORT = 10;

    /** Where a trial stands. */
    public enum Status {
        /** Nobody has begun it. */
        WAITING,
        /** Somebody works on it. */
        RUNNING,
        /** Stopped before its last epoch. */
        PAUSED,
        /** It has its final result. */
        DONE,
        /** It ended in an error. */
        FAILED
    }

    public ExperimentTrial {
        cells = cells.stream().map(List::copyOf).toList();
    }

    /** Its address for people. */
    String shortAddress() {
        return address.length() <= SHORT ? address : address.substring(0, SHORT);
    }
}
