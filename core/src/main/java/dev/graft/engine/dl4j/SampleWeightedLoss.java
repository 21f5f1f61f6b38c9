package dev.graft.engine.dl4j;

import dev.graft.error.GraftException;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss whose images count differently in the next step.
 *
 * <p>Losses multiply each image's value and gradient by its entry of the labels' mask, which is what is wanted. DL4J's
 * output layer multiplies its logits by that mask as well, so weights cannot be given as a mask; they reach the loss here.
 */
final class SampleWeightedLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    private final ILossFunction loss;
    private transient @Nullable INDArray weights;

    private SampleWeightedLoss(ILossFunction loss) {
        this.loss = loss;
    }

    /** Puts itself in the place of a graph's loss. */
    static SampleWeightedLoss in(ComputationGraph graph) {
        Layer output = graph.getOutputLayer(0);
        var conf = output.conf().getLayer();
        if (conf instanceof BaseOutputLayer layer) {
            SampleWeightedLoss loss = new SampleWeightedLoss(layer.getLossFn());
            layer.setLossFn(loss);
            return loss;
        }
        if (conf instanceof LossLayer layer) {
            SampleWeightedLoss loss = new SampleWeightedLoss(layer.getLossFn());
            layer.setLossFn(loss);
            return loss;
        }
        throw new GraftException("The network ends in '" + conf.getLayerName() + "', a "
                + conf.getClass().getName() + ", which has no loss. End a head with softmaxOutput or sigmoidOutput.");
    }

    /** @param weights {@code [batch, 1]}, empty for 1 each */
    void weights(Optional<INDArray> weights) {
        this.weights = weights.orElse(null);
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        return loss.computeScore(labels, logits, activation, weights, average);
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return loss.computeScoreArray(labels, logits, activation, weights);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return loss.computeGradient(labels, logits, activation, weights);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        return loss.computeGradientAndScore(labels, logits, activation, weights, average);
    }

    @Override
    public String name() {
        return loss.name();
    }
}
