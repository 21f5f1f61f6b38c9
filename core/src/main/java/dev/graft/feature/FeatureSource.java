package dev.graft.feature;

import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives the features at a cut for batches of images; where they come from makes no difference to their values. */
public interface FeatureSource extends AutoCloseable {
    /**
     * Goes through images once.
     *
     * @param order indices into the data set's samples
     * @param batchSize images a batch; the last one may be smaller
     */
    Batches batches(List<Integer> order, int batchSize);

    /** Whether features are kept, and where, for people. */
    String describe();

    @Override
    void close();

    /** Batches in order; to be closed. Each is one array per vertex of the cut, valid until the next one is asked for. */
    interface Batches extends Iterator<INDArray[]>, AutoCloseable {
        @Override
        default void close() {}
    }
}
