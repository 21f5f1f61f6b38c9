package dev.graft.schedule;

import dev.graft.error.GraftException;

/**
 * What a {@link LearningRatePolicy} remembers from epoch to epoch: plain numbers, to be kept with a training's state.
 *
 * @param base the optimizer's learning rate
 * @param rate what plateaus have left of it
 * @param best best monitored value so far; NaN before the first epoch
 * @param waited epochs since then
 * @param cooldown epochs left in which nothing counts
 */
public record PolicyState(double base, double rate, double best, int waited, int cooldown) {
    /** The state at the beginning. */
    public static PolicyState start(double base) {
        if (!(base > 0) || Double.isInfinite(base)) {
            throw new GraftException("A learning rate must be positive and finite, found " + base + ".");
        }
        return new PolicyState(base, base, Double.NaN, 0, 0);
    }
}
