package dev.graft.train;

import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.schedule.LearningRatePlan;

/**
 * One stretch of a training with one set of learning layers.
 *
 * @param freeze which layers of the backbone learn
 * @param epochs how many at most, at least 1
 * @param rule optimizer, clipping, accumulation and rates of layers; starts fresh
 * @param rates how the learning rate changes
 * @param patience stop after this many epochs without a lower validation loss; 0 for never
 * @param averaging from its first epoch on, the mean of parameters is what validation and training images are measured with
 *     after an epoch, and what is kept if its validation loss is the lowest so far; the training itself goes on from the
 *     epoch's own parameters. Running statistics of batch normalizations are averaged alike
 */
public record Phase(
        FreezePolicy freeze,
        int epochs,
        UpdateRule rule,
        LearningRatePlan rates,
        int patience,
        WeightAveraging averaging) {
    public Phase {
        if (epochs < 1 || patience < 0) {
            throw new GraftException("A phase needs at least one epoch and a patience of 0 or more, found " + epochs
                    + " and " + patience + ".");
        }
    }

    /** A phase without averaging. */
    public Phase(FreezePolicy freeze, int epochs, UpdateRule rule, LearningRatePlan rates, int patience) {
        this(freeze, epochs, rule, rates, patience, WeightAveraging.none());
    }

    /** A phase with an optimizer alone. */
    public Phase(FreezePolicy freeze, int epochs, Optimizer optimizer, int patience) {
        this(freeze, epochs, UpdateRule.of(optimizer), LearningRatePlan.constant(), patience);
    }

    /** A phase that runs all its epochs. */
    public Phase(FreezePolicy freeze, int epochs, Optimizer optimizer) {
        this(freeze, epochs, optimizer, 0);
    }

    /** How parameters follow gradients. */
    public Optimizer optimizer() {
        return rule.optimizer();
    }

    /** With another update rule. */
    public Phase withRule(UpdateRule other) {
        return new Phase(freeze, epochs, other, rates, patience, averaging);
    }

    /** With other learning rates. */
    public Phase withRates(LearningRatePlan other) {
        return new Phase(freeze, epochs, rule, other, patience, averaging);
    }

    /** With a mean of parameters. */
    public Phase withAveraging(WeightAveraging other) {
        return new Phase(freeze, epochs, rule, rates, patience, other);
    }

    /** Whether an epoch, counted from 1, goes by the mean of parameters. */
    boolean averages(int epoch) {
        return epoch >= averaging.firstEpoch(epochs);
    }

    /** Update rule, learning rates and averaging in words. */
    public String describeUpdates() {
        return rule.describe()
                + (rates.equals(LearningRatePlan.constant()) ? "" : "; " + rates.describe())
                + (averaging.equals(WeightAveraging.none()) ? "" : "; " + averaging.describe());
    }
}
