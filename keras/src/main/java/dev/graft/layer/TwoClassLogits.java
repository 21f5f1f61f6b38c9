package dev.graft.layer;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns the one logit {@code z} of a sigmoid unit, {@code [batch, 1]}, into the two logits {@code (0, z)} of a softmax,
 * {@code [batch, 2]}.
 *
 * <p>{@code softmax(0, z)} is {@code (1 - sigmoid(z), sigmoid(z))}, and its cross-entropy is the binary cross-entropy of
 * the sigmoid, gradient included. So a head with a sigmoid unit gives one probability per class like every other, and
 * training, metrics, prediction and engines need not know about it.
 */
public class TwoClassLogits implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray preProcess(INDArray logit, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
        INDArray pair = workspaceMgr.create(ArrayType.ACTIVATIONS, logit.dataType(), logit.size(0), 2);
        pair.getColumn(0).assign(0);
        pair.getColumn(1).assign(logit.reshape(logit.size(0)));
        return pair;
    }

    @Override
    public INDArray backprop(INDArray gradient, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
        INDArray second = gradient.getColumn(1).dup().reshape(gradient.size(0), 1);
        return workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, second);
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        return InputType.feedForward(2);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int miniBatchSize) {
        return new Pair<>(mask, state);
    }

    @Override
    public TwoClassLogits clone() {
        return new TwoClassLogits();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TwoClassLogits;
    }

    @Override
    public int hashCode() {
        return TwoClassLogits.class.hashCode();
    }
}
