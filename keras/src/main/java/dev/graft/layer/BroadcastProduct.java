package dev.graft.layer;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Product of a feature map {@code [batch, channels, height, width]} and a gate {@code [batch, channels, 1, 1]}, as in
 * squeeze-and-excitation. The feature map comes first.
 *
 * <p>DL4J's product vertex computes this exactly but refuses the two shapes when it infers types.
 */
public class BroadcastProduct extends ElementWiseVertex {
    private static final long serialVersionUID = 1L;

    public BroadcastProduct() {
        super(Op.Product);
    }

    @Override
    public BroadcastProduct clone() {
        return new BroadcastProduct();
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return inputs[0];
    }
}
