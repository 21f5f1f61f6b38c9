package dev.graft.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x * sigmoid(x)} with a gradient that is finite for every finite input.
 *
 * <p>ND4J's derivative divides {@code exp(2x)} by {@code exp(2x)}, which is no number in single precision from 44 on. One
 * such value makes every parameter of the network NaN.
 */
public class Swish extends ActivationSwish {
    private static final long serialVersionUID = 1L;

    /** From here on the derivative is 1 in single precision. */
    private static final double STRAIGHT = 30;

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return super.backprop(Transforms.min(in, STRAIGHT, true), epsilon);
    }
}
