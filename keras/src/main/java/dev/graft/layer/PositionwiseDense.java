package dev.graft.layer;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;

/**
 * Keras's {@code Dense} on a feature map: the same fully connected layer at every position, {@code [batch, channels,
 * height, width]} to {@code [batch, units, height, width]}.
 *
 * <p>It computes as a convolution of 1 x 1, and its weights have that shape, {@code [units, channels, 1, 1]}. It is a
 * class of its own because Keras keeps the kernel of a {@code Dense} as {@code [channels, units]}.
 */
public class PositionwiseDense extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public PositionwiseDense() {}

    /**
     * @param units channels of the result
     * @param activation after the bias is added
     * @param initializer of the kernel
     */
    public PositionwiseDense(int units, IActivation activation, IWeightInit initializer) {
        super(new ConvolutionLayer.Builder(1, 1)
                .stride(1, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(units)
                .hasBias(true)
                .weightInit(initializer)
                .activation(activation));
    }

    @Override
    public PositionwiseDense clone() {
        return (PositionwiseDense) super.clone();
    }
}
