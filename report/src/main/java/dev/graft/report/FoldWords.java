package dev.graft.report;

import dev.graft.result.Numbers;
import dev.graft.search.FoldPlan;
import dev.graft.search.Trial;

/**
 * How folds are told of.
 *
 * @param plan of the search
 */
record FoldWords(FoldPlan plan) {
    /** All of them, {@code 5 folds in 2 rounds}. */
    String all() {
        return Numbers.counted(plan.folds(), "fold")
                + (severalRounds() ? " in " + Numbers.counted(plan.seeds().size(), "round") : "");
    }

    /** A trial's, {@code fold 2 of round 1}. */
    String of(Trial trial) {
        return one(plan.fold(trial), plan.round(trial));
    }

    /** The last of so many, at least 1. */
    String last(int divisions) {
        return one((divisions - 1) % plan.folds() + 1, (divisions - 1) / plan.folds() + 1);
    }

    private String one(int fold, int round) {
        return "fold " + fold + (severalRounds() ? " of round " + round : "");
    }

    private boolean severalRounds() {
        return plan.seeds().size() > 1;
    }
}
