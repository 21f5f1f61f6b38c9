package dev.graft.train;

import dev.graft.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;

/**
 * One stretch of a training with one set of learning layers.
 *
 * @param freeze which layers of the backbone learn
 * @param epochs how many at most, at least 1
 * @param optimizer starts fresh
 * @param patience stop after this many epochs without a lower validation loss; 0 for never
 */
public record Phase(FreezePolicy freeze, int epochs, Optimizer optimizer, int patience) {
    public Phase {
        if (epochs < 1 || patience < 0) {
            throw new GraftException("A phase needs at least one epoch and a patience of 0 or more, found " + epochs
                    + " and " + patience + ".");
        }
    }

    /** A phase that runs all its epochs. */
    public Phase(FreezePolicy freeze, int epochs, Optimizer optimizer) {
        this(freeze, epochs, optimizer, 0);
    }
}
