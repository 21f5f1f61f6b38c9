package dev.graft.train;

import dev.graft.freeze.ResolvedFreeze;
import java.util.List;
import java.util.Optional;

/** Told about a training as it goes on, in the training's thread. It may ask to stop. */
public interface TrainingListener {
    /** Ignores everything. */
    TrainingListener NONE = new TrainingListener() {};

    /** Several as one, told in this order. */
    static TrainingListener all(List<TrainingListener> listeners) {
        return new Listeners(listeners);
    }

    /**
     * The training begins.
     *
     * @param before epochs that an interrupted training left in a checkpoint, which this one continues; mostly empty
     */
    default void trainingStarted(List<EpochRecord> before) {}

    /**
     * A phase begins.
     *
     * @param number from 1
     * @param freeze what learns
     * @param features where the frozen layers' features come from, for people
     */
    default void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {}

    /**
     * A batch is learned.
     *
     * @param phase number of the phase, from 1
     * @param epoch number of the epoch in its phase, from 1
     * @param batch number of the batch in its epoch, from 1
     * @param loss mean loss of the batch before the update
     */
    default void batchFinished(int phase, int epoch, int batch, double loss) {}

    /**
     * An epoch is over.
     *
     * @param phase number of the phase, from 1
     * @param best whether it has the lowest validation loss so far
     */
    default void epochFinished(int phase, EpochRecord epoch, boolean best) {}

    /**
     * The training is over; not called if it fails.
     *
     * @param stopped why it ended before all its phases were done, if it did
     */
    default void trainingFinished(History history, Optional<String> stopped) {}

    /**
     * Asked after each batch and each epoch. The training then ends with the parameters of the best epoch; the first
     * epoch is always finished, so that there is one.
     *
     * @return a sentence for people that says why, or empty to go on
     */
    default Optional<String> reasonToStop() {
        return Optional.empty();
    }
}
