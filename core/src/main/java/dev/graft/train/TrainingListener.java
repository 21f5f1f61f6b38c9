package dev.graft.train;

import dev.graft.freeze.ResolvedFreeze;

/** Told about a training as it goes on, in the training's thread. */
public interface TrainingListener {
    /** Ignores everything. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * A phase begins.
     *
     * @param number from 1
     * @param freeze what learns
     * @param features where the frozen layers' features come from, for people
     */
    default void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {}

    /**
     * An epoch is over.
     *
     * @param phase number of the phase, from 1
     * @param best whether it has the lowest validation loss so far
     */
    default void epochFinished(int phase, EpochRecord epoch, boolean best) {}
}
