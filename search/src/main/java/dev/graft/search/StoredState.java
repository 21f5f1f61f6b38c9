package dev.graft.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A {@link TrialState} as it lies in {@code state.json}: what is absent is null. */
record StoredState(
        TrialStatus status, int attempts, double seconds, String worker, String updated, Scores scores, String error) {
    /** {@link TrialScores}. */
    record Scores(
            PartScores validation,
            PartScores test,
            List<TrialScores.EpochScore> course,
            int bestEpoch,
            double secondsPerEpoch,
            long parameters,
            long trainableParameters,
            List<String> findings) {
        Scores {
            Objects.requireNonNull(validation, "validation");
            course = List.copyOf(course);
            findings = List.copyOf(findings);
        }

        private static Scores of(TrialScores s) {
            return new Scores(
                    s.validation(),
                    s.test().orElse(null),
                    s.course(),
                    s.bestEpoch(),
                    s.secondsPerEpoch(),
                    s.parameters(),
                    s.trainableParameters(),
                    s.findings());
        }

        private TrialScores toScores() {
            return new TrialScores(
                    validation,
                    Optional.ofNullable(test),
                    course,
                    bestEpoch,
                    secondsPerEpoch,
                    parameters,
                    trainableParameters,
                    findings);
        }
    }

    StoredState {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(updated, "updated");
    }

    static StoredState of(TrialState s) {
        return new StoredState(
                s.status(),
                s.attempts(),
                s.seconds(),
                s.worker(),
                s.updated(),
                s.scores().map(Scores::of).orElse(null),
                s.error().orElse(null));
    }

    TrialState toState() {
        return new TrialState(
                status,
                attempts,
                seconds,
                worker,
                updated,
                Optional.ofNullable(scores).map(Scores::toScores),
                Optional.ofNullable(error));
    }
}
