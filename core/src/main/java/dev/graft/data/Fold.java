package dev.graft.data;

import dev.graft.error.GraftException;

/**
 * Which fold of a {@link KFold} the test part of a split is.
 *
 * @param number of the fold, counted from 1
 * @param of how many folds there are, at least 2
 */
public record Fold(int number, int of) {
    /** @throws GraftException if there is no such fold */
    public Fold {
        if (of < 2 || number < 1 || number > of) {
            throw new GraftException(
                    "Found fold " + number + " of " + of + ", expected at least two folds and one of them.");
        }
    }

    /** {@code fold 2 of 5}. */
    public String describe() {
        return "fold " + number + " of " + of;
    }
}
