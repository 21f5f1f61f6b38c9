package dev.graft.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A network, or a part of one, ready to compute feature maps or probabilities. */
public interface InferenceSession extends AutoCloseable {
    /**
     * Computes in inference mode: running statistics, no dropout.
     *
     * @param inputs one array per vertex that the session starts from, in that order; not changed. For a whole network
     *     the preprocessed images, {@code [batch, channels, height, width]}
     * @return one array per vertex asked for, in that order; the caller owns them
     * @throws IllegalStateException if the session is closed
     */
    INDArray[] run(INDArray... inputs);

    /**
     * Computes from images, with the same results to the last bit as from what is {@linkplain ImageBatch#preprocessed
     * preprocessed}. For a session that starts from a network's input.
     *
     * @return as for {@link #run(INDArray...)}
     * @throws IllegalStateException if the session is closed
     */
    default INDArray[] run(ImageBatch images) {
        try (INDArray preprocessed = images.preprocessed()) {
            return run(preprocessed);
        }
    }

    /** Frees what it holds. Does nothing the second time. */
    @Override
    void close();
}
