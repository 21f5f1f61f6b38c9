package dev.graft.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The trainable part of a network with its optimizer. */
public interface TrainingSession extends AutoCloseable {
    /**
     * One update of the parameters.
     *
     * @param cut one array per vertex of the prefix's cut, in that order; not changed
     * @param labels one-hot or soft, {@code [batch, classes]}
     * @return loss and hits of this batch before the update
     */
    StepResult step(INDArray[] cut, INDArray labels);

    /**
     * Class probabilities in inference mode, with the parameters of now.
     *
     * @param cut as for {@link #step}
     * @return {@code [batch, classes]}; the caller owns it
     */
    INDArray probabilities(INDArray[] cut);

    /** Copies what was learned, running statistics included, into the network this session was made from. */
    void writeBack();

    @Override
    void close();
}
