package dev.graft.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A network ready to compute feature maps. */
public interface InferenceSession extends AutoCloseable {
    /**
     * Computes in inference mode: running statistics, no dropout.
     *
     * @param images preprocessed, {@code [batch, channels, height, width]}; not changed
     * @return one array per vertex asked for, in that order; the caller owns them
     */
    INDArray[] run(INDArray images);

    @Override
    void close();
}
