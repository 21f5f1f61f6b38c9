package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.provenance.Provenance;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import java.util.List;
import java.util.Optional;

/**
 * What a search found, with all that people want to see of it.
 *
 * @param title headline
 * @param result trials, where they stand, their ranking and what the test part says
 * @param winners the best configuration of each backbone in the ranking's order; the first is the experiment's winner
 * @param diagnoses may be empty
 * @param provenance what determined all trials
 */
public record Experiment(
        String title,
        SearchResult result,
        List<Winner> winners,
        List<TrialDiagnosis> diagnoses,
        Provenance provenance) {
    /**
     * The best configuration of a backbone, by the validation part or in folds by the images that each model had not seen.
     *
     * @param rank its position in the ranking, counted from 0
     * @param result of its chosen repeat; in folds, the training of one fold
     * @param outOfFold in folds, what all of its folds together say of the images that each had not seen, with the first seed
     *     in the first round; else empty
     * @param byGroup the same images, or by one split those of the part that is shown, with each group counted as one; empty
     *     where groups are not counted
     * @param againstWinner the experiment's winner and this one on the same test images or groups, or in folds on all that both
     *     have predicted unseen; the winner first. Empty for the winner itself and without such images
     */
    public record Winner(
            int rank,
            TrainingResult result,
            Optional<Evaluation> outOfFold,
            Optional<Evaluation> byGroup,
            Optional<PairedComparison> againstWinner) {
        /** Of a search by one split. */
        public Winner(int rank, TrainingResult result, Optional<PairedComparison> againstWinner) {
            this(
                    rank,
                    result,
                    Optional.empty(),
                    result.byGroup().flatMap(groups -> groups.shown(ShownPart.of(result))),
                    againstWinner);
        }
    }

    /** @throws GraftException if a winner's rank is none */
    public Experiment {
        winners = List.copyOf(winners);
        diagnoses = List.copyOf(diagnoses);
        for (Winner winner : winners) {
            if (winner.rank() < 0 || winner.rank() >= result.ranking().size()) {
                throw new GraftException("Found a winner at rank " + winner.rank() + ", expected 0 to "
                        + (result.ranking().size() - 1) + ".");
            }
        }
    }

    /** Where a trial stands. */
    public TrialState state(Trial trial) {
        return result.state(trial);
    }

    /** What takes part in the ranking: a failed trial may have scores of an earlier attempt. */
    public Optional<TrialScores> scores(Trial trial) {
        TrialState state = state(trial);
        return state.scores().filter(scores -> state.status() != TrialStatus.FAILED);
    }

    /** The repeat of a configuration to use. */
    public ScoredTrial chosen(ConfigurationResult configuration) {
        return configuration.chosen(result.measure());
    }

    /** Of a winner likewise. */
    public ScoredTrial chosen(Winner winner) {
        return chosen(result.ranking().get(winner.rank()));
    }

    /** What the test part says of the winner and the runner-up; empty without either. */
    public Optional<TestVerdict> comparison() {
        return result.verdict()
                .filter(verdict -> verdict.comparison().isPresent()
                        && verdict.runnerUpScores().isPresent());
    }

    /** How many trials stand there. */
    public long count(TrialStatus status) {
        return result.trials().stream()
                .filter(trial -> state(trial).status() == status)
                .count();
    }

    /** Where a trial's files lie, relative to the ledger. */
    public static String folder(Trial trial) {
        return "trials/" + trial.address();
    }
}
