package dev.graft.layer;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keras's {@code Flatten}: a feature map {@code [batch, channels, height, width]} to {@code [batch, height * width *
 * channels]}, position by position, so that the kernel of a dense layer above has Keras's order of rows. DL4J flattens
 * channel by channel.
 */
public class ChannelsLastFlatten implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    /** Of the map that went forward last; the gradient gets it back. */
    private transient long @Nullable [] shape;

    @Override
    public INDArray preProcess(INDArray map, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
        shape = map.shape().clone();
        INDArray rows = map.permute(0, 2, 3, 1).dup('c').reshape('c', shape[0], map.length() / shape[0]);
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, rows);
    }

    @Override
    public INDArray backprop(INDArray gradient, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
        if (shape == null) {
            throw new IllegalStateException("Backward pass of flatten without a forward pass before");
        }
        INDArray map = gradient.dup('c')
                .reshape('c', shape[0], shape[2], shape[3], shape[1])
                .permute(0, 3, 1, 2)
                .dup('c');
        return workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, map);
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        return InputType.feedForward(inputType.arrayElementsPerExample());
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int miniBatchSize) {
        return new Pair<>(mask, state);
    }

    @Override
    public ChannelsLastFlatten clone() {
        return new ChannelsLastFlatten();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelsLastFlatten;
    }

    @Override
    public int hashCode() {
        return ChannelsLastFlatten.class.hashCode();
    }
}
