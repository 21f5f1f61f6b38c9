package dev.graft.engine;

import dev.graft.GraftException;
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
     * One update of the parameters in which images count differently: each one's loss and gradient are multiplied by its
     * weight. The mean still divides by the number of images, as Keras does with {@code class_weight} and {@code
     * sample_weight}.
     *
     * @param cut as for {@link #step(INDArray[], INDArray)}
     * @param labels as for {@link #step(INDArray[], INDArray)}
     * @param sampleWeights {@code [batch, 1]}, or null for a weight of 1 each; not changed
     * @return as for {@link #step(INDArray[], INDArray)}, with the weighted loss; hits are counted without weights
     * @throws GraftException if the engine cannot weight images
     */
    default StepResult step(INDArray[] cut, INDArray labels, INDArray sampleWeights) {
        if (sampleWeights == null) {
            return step(cut, labels);
        }
        throw new GraftException(
                "This engine cannot give images different weights. Train without class weights or with --engine dl4j.");
    }

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
