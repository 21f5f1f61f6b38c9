package dev.graft.feature;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Gives the features at a cut for batches of images; where they come from makes no difference to their values. Usable until
 * its {@link FeatureSources} are closed.
 */
public interface FeatureSource {
    /**
     * Goes through images once, as they are.
     *
     * @param order indices into the data set's samples
     * @param batchSize images a batch; the last one may be smaller
     */
    Batches batches(List<Integer> order, int batchSize);

    /**
     * Goes through images once, as an epoch of a training sees them: augmented, if they are.
     *
     * @param order indices into the data set's samples, from the beginning of a batch on
     * @param batchSize images a batch; the last one may be smaller
     */
    Batches training(List<Integer> order, int batchSize, TrainingPass pass);

    /** Whether features are kept, and where, for people. */
    String describe();

    /** Batches in order; to be closed, as each batch is. */
    interface Batches extends Iterator<FeatureBatch>, AutoCloseable {
        /** What the images of the last batch were mixed of; empty if they were not. */
        default Optional<Mixture> mixture() {
            return Optional.empty();
        }

        @Override
        default void close() {}
    }
}
