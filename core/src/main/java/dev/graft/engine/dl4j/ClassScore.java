package dev.graft.engine.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A sum of logits in the place of a loss: {@code sum_c d_c z_c} for an image whose "labels" are the direction {@code d}.
 * Its gradient with respect to the logits is {@code d} itself, which starts a backward pass from a class's score.
 */
final class ClassScore implements ILossFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public double computeScore(
            INDArray direction, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        double sum = direction.mul(logits).sumNumber().doubleValue();
        return average ? sum / logits.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray direction, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return direction.mul(logits).sum(true, 1);
    }

    @Override
    public INDArray computeGradient(
            INDArray direction, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return direction.dup();
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray direction, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(direction, logits, activation, mask, average),
                computeGradient(direction, logits, activation, mask));
    }

    @Override
    public String name() {
        return "ClassScore";
    }
}
