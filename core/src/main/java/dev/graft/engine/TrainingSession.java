package dev.graft.engine;

import dev.graft.error.GraftException;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trainable part of a network with its optimizer. Once it is closed, every method but {@link #close()} throws an {@link
 * IllegalStateException}.
 */
public interface TrainingSession extends AutoCloseable {
    /**
     * Learns from one batch. Where the update rule accumulates gradients, only every so many calls move the parameters;
     * running statistics follow every batch.
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
     * @param sampleWeights {@code [batch, 1]}, empty for a weight of 1 each; not changed
     * @return as for {@link #step(INDArray[], INDArray)}, with the weighted loss; hits are counted without weights
     * @throws GraftException if the engine cannot weight images
     */
    default StepResult step(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        if (sampleWeights.isEmpty()) {
            return step(cut, labels);
        }
        throw new GraftException(
                "This engine cannot give images different weights. Train without class weights or with --engine dl4j.");
    }

    /**
     * Begins what {@link #step(INDArray[], INDArray, Optional)} does. Where a device computes by itself, the caller may get the
     * next batch ready meanwhile. Steps take effect in the order in which they were begun, and before whatever the session
     * is asked afterwards.
     *
     * @param cut may be freed as soon as this returns; so may the others
     * @return the step; by default one that is done
     */
    default PendingStep begin(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        return PendingStep.done(step(cut, labels, sampleWeights));
    }

    /**
     * The same from images, with equal numbers to the last bit. For a session whose cut is the network's input.
     *
     * @return as for {@link #begin(INDArray[], INDArray, Optional)}
     */
    default PendingStep begin(ImageBatch images, INDArray labels, Optional<INDArray> sampleWeights) {
        try (INDArray preprocessed = images.preprocessed()) {
            return begin(new INDArray[] {preprocessed}, labels, sampleWeights);
        }
    }

    /**
     * Class probabilities in inference mode, with the parameters of now.
     *
     * @param cut as for {@link #step}
     * @return {@code [batch, classes]}; the caller owns it
     */
    INDArray probabilities(INDArray[] cut);

    /**
     * The same from images. For a session whose cut is the network's input.
     *
     * @return as for {@link #probabilities(INDArray[])}
     */
    default INDArray probabilities(ImageBatch images) {
        try (INDArray preprocessed = images.preprocessed()) {
            return probabilities(new INDArray[] {preprocessed});
        }
    }

    /** Whether no parameter and no running statistic of what it trains is NaN or infinite. */
    boolean parametersAreFinite();

    /** The learning rate in force; at first the optimizer's. */
    double learningRate();

    /**
     * Changes the learning rate of the updates that follow; the optimizer's state is kept. Layers with a factor of their
     * own follow in proportion. With accumulation the rate at the time of the update counts, as in Keras.
     *
     * @param rate positive and finite, or 0: the optimizer's statistics then move on, the parameters stay (the first step
     *     of a warm-up from nothing)
     * @throws GraftException for another value
     */
    void learningRate(double rate);

    /**
     * All that this session holds: parameters and running statistics of what it trains, the optimizer's statistics, the
     * count of steps that dropout and bias correction go by, gradients that wait for their update, the learning rate.
     */
    TrainingState state();

    /**
     * Goes back, or on, to a state: what follows equals, bit for bit, what followed when it was taken, if the number of
     * threads is the same.
     *
     * @param state of this session or of one made alike: same engine, layers, freezing and update rule. Learning rates may
     *     differ, the state's is taken
     * @throws GraftException if it was not made alike; this session is then as it was
     */
    void restore(TrainingState state);

    /** Copies what was learned, running statistics included, into the network this session was made from. */
    void writeBack();

    /** Frees what it holds; the network keeps what was written back. Does nothing the second time. */
    @Override
    void close();
}
