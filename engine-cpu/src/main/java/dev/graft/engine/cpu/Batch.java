package dev.graft.engine.cpu;

import dev.graft.layer.SoftmaxCrossEntropy;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one run of a plan is about beside its inputs. */
final class Batch {
    private final Optional<INDArray> labels;
    private final Optional<INDArray> weights;
    private final int iteration;
    private double[][] labelRows = {};
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

    /**
     * Whether labels and weights are those of a network's output.
     *
     * @param logits its shape, {@code [batch, classes]}
     * @throws dev.graft.error.GraftException if they are not
     */
    void requireFits(long[] logits) {
        SoftmaxCrossEntropy.check(
                labels().shape(), logits, weights.map(INDArray::length).orElse(logits[0]));
    }

    /** Labels by image and class; copied once, and not to be changed. */
    double[][] labelRows() {
        if (labelRows.length == 0) {
            labelRows = SoftmaxCrossEntropy.rows(labels());
        }
        return labelRows;
    }

    private INDArray labels() {
        return labels.orElseThrow();
    }

    /** Number of images that are learned from. */
    long images() {
        return labels().size(0);
    }

    /** Of an image. */
    double weight(int image) {
        return weights.map(all -> all.getDouble(image)).orElse(1.0);
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
