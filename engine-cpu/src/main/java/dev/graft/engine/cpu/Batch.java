package dev.graft.engine.cpu;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one run of a plan is about beside its inputs. */
final class Batch {
    private final Optional<INDArray> labels;
    private final Optional<INDArray> weights;
    private final int iteration;
    private double loss;
    private int correct;

    /** For inference. */
    Batch() {
        this(Optional.empty(), Optional.empty(), 0);
    }

    /**
     * @param labels {@code [batch, classes]}
     * @param weights {@code [batch, 1]}, empty for 1 each
     * @param iteration number of the training step, from 0 on; dropout goes by it
     */
    Batch(INDArray labels, Optional<INDArray> weights, int iteration) {
        this(Optional.of(labels), weights, iteration);
    }

    private Batch(Optional<INDArray> labels, Optional<INDArray> weights, int iteration) {
        this.labels = labels;
        this.weights = weights;
        this.iteration = iteration;
    }

    INDArray labels() {
        return labels.orElseThrow();
    }

    /** Number of images that are learned from. */
    long images() {
        return labels().size(0);
    }

    Optional<INDArray> weights() {
        return weights;
    }

    int iteration() {
        return iteration;
    }

    void outcome(double meanLoss, int hits) {
        loss = meanLoss;
        correct = hits;
    }

    double loss() {
        return loss;
    }

    int correct() {
        return correct;
    }
}
