package dev.graft.search.ensemble;

import dev.graft.error.GraftException;

/**
 * How an ensemble is selected.
 *
 * @param best only so many trials with the best validation parts are considered, at least 1: fewer to choose from is also less
 *     luck to choose
 * @param rounds how many are added, at least 1; a trial may be added again
 * @param bags 0 to select from all of them; else so many selections from a random half each are put together
 * @param seed of the halves
 */
public record EnsembleOptions(int best, int rounds, int bags, long seed) {
    /** @throws GraftException for a number out of range */
    public EnsembleOptions {
        if (best < 1 || rounds < 1 || bags < 0) {
            throw new GraftException(
                    "An ensemble needs at least one trial to choose from, one round, and no negative number"
                            + " of bags; found " + best + ", " + rounds + " and " + bags + ".");
        }
    }

    /** The best 50 trials, 25 rounds, no bags. */
    public static EnsembleOptions defaults() {
        return new EnsembleOptions(50, 25, 0, 42);
    }
}
