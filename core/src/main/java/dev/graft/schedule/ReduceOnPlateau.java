package dev.graft.schedule;

import dev.graft.error.GraftException;

/**
 * Keras's {@code ReduceLROnPlateau}: the learning rate falls when the monitored value has not improved for some epochs.
 *
 * @param factor of the rate when it falls, (0, 1)
 * @param patience epochs without improvement until it falls, at least 1
 * @param minDelta smallest change that counts as improvement, 0 or more
 * @param cooldown epochs after a fall in which nothing counts
 * @param lowest the rate never falls below, 0 or more
 * @param direction whether less or more is better
 */
public record ReduceOnPlateau(
        double factor, int patience, double minDelta, int cooldown, double lowest, Direction direction)
        implements LearningRatePolicy {
    public ReduceOnPlateau {
        if (!(factor > 0 && factor < 1)) {
            throw new GraftException("A plateau's factor must be in (0, 1), found " + factor + ".");
        }
        if (patience < 1 || cooldown < 0) {
            throw new GraftException(
                    "A plateau needs a patience of at least 1 epoch and a cooldown of 0 or more, found " + patience
                            + " and " + cooldown + ".");
        }
        if (!(minDelta >= 0) || !(lowest >= 0)) {
            throw new GraftException("A plateau's smallest change and lowest rate must be 0 or more, found " + minDelta
                    + " and " + lowest + ".");
        }
    }

    /** Which values are better. */
    public enum Direction {
        /** Less is better: a loss. */
        MINIMUM,
        /** More is better: an accuracy. */
        MAXIMUM
    }

    /** For a loss, with Keras's defaults: changes below 0.0001 do not count, no cooldown, no lowest rate. */
    public static ReduceOnPlateau ofLoss(double factor, int patience) {
        return new ReduceOnPlateau(factor, patience, 1e-4, 0, 0, Direction.MINIMUM);
    }

    @Override
    public double rate(PolicyState state, long step, int epoch) {
        return state.rate();
    }

    @Override
    public PolicyState afterEpoch(PolicyState state, double monitored) {
        int left = Math.max(0, state.cooldown() - 1);
        int waited = state.cooldown() > 0 ? 0 : state.waited();
        if (improves(monitored, state.best())) {
            return new PolicyState(state.base(), state.rate(), monitored, 0, left);
        }
        if (left > 0) {
            return new PolicyState(state.base(), state.rate(), state.best(), waited, left);
        }
        waited++;
        if (waited >= patience && state.rate() > lowest) {
            double lower = Math.max(state.rate() * factor, lowest);
            return new PolicyState(state.base(), lower, state.best(), 0, cooldown);
        }
        return new PolicyState(state.base(), state.rate(), state.best(), waited, left);
    }

    /** Keras compares in single precision. */
    private boolean improves(double value, double best) {
        if (Double.isNaN(best)) {
            return true;
        }
        return direction == Direction.MINIMUM
                ? (float) (value + minDelta) < (float) best
                : (float) (value - minDelta) > (float) best;
    }

    @Override
    public String describe() {
        return "times " + factor + " after " + patience + (patience == 1 ? " epoch" : " epochs")
                + " without improvement by " + minDelta + (cooldown > 0 ? ", cooldown " + cooldown : "")
                + (lowest > 0 ? ", not below " + lowest : "");
    }
}
