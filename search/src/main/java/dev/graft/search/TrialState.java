package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a trial is, as its folder in the ledger says.
 *
 * @param status where it stands
 * @param attempts how often it was begun or continued
 * @param seconds wall time spent on it in attempts that came to an end; of trials that ran together, an equal share
 * @param worker host and process that worked on it last, {@code host/pid}; empty before
 * @param updated when this was written, ISO 8601 in UTC; empty before
 * @param scores of what is trained so far, if it is done or paused
 * @param error in words, if it failed
 */
public record TrialState(
        TrialStatus status,
        int attempts,
        double seconds,
        String worker,
        String updated,
        Optional<TrialScores> scores,
        Optional<String> error) {
    public TrialState {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(updated, "updated");
    }

    /** Of a trial that nobody has begun. */
    static TrialState waiting() {
        return new TrialState(TrialStatus.WAITING, 0, 0, "", "", Optional.empty(), Optional.empty());
    }

    /** The same of a trial whose configuration was given up. */
    TrialState givenUp() {
        return new TrialState(TrialStatus.GIVEN_UP, attempts, seconds, worker, updated, scores, error);
    }

    /** Whether nothing is left to do, but for a failure that somebody wants to try again. */
    @JsonIgnore
    public boolean isOver() {
        return status == TrialStatus.DONE || status == TrialStatus.FAILED;
    }

    /** Epochs that its scores are of; 0 without scores. */
    public int epochs() {
        return scores.map(TrialScores::epochs).orElse(0);
    }
}
