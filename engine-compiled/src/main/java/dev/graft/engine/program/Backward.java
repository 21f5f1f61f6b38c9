package dev.graft.engine.program;

/**
 * Operations of the backward pass. {@code dy} is the gradient of the forward operation's result (of what it was before
 * fused activations, where there are any: their gradients are instructions of their own), {@code dx} that of its input.
 */
public sealed interface Backward extends Operation {
    /** {@code dy, kernel -> dx}. */
    record ConvolutionDataGradient(Window window, boolean depthwise) implements Backward {}

    /** {@code x, dy -> dkernel, [dbias]}. */
    record ConvolutionWeightsGradient(Window window, boolean depthwise, boolean bias) implements Backward {}

    /** {@code dy, kernel -> dx}. */
    record DenseDataGradient() implements Backward {}

    /** {@code x, dy -> dkernel, [dbias]}. */
    record DenseWeightsGradient(boolean bias) implements Backward {}

    /**
     * Of {@link Forward.BatchNormalization}: {@code x, dy, batch mean, batch variance, [gamma], [y] -> dx, [dgamma], dbeta};
     * {@code y} is there if a ReLU was fused, whose gradient is part of this.
     */
    record BatchNormalizationGradient(double epsilon, boolean scale, boolean relu) implements Backward {}

    /**
     * Of {@link Forward.RunningNormalization}: {@code x, dy, mean, variance, [gamma], [y] -> [dx], [dgamma], dbeta}.
     *
     * @param data whether anything below wants {@code dx}
     */
    record RunningNormalizationGradient(double epsilon, boolean scale, boolean relu, boolean data)
            implements Backward {}

    /** {@code dy, scale -> dx}. */
    record ScaleAndShiftGradient() implements Backward {}

    /**
     * {@code x or y, dy -> dx}.
     *
     * @param fromResult whether the first input is the function's result, not its argument
     */
    record ActivationGradient(Function function, boolean fromResult) implements Backward {}

    /** {@code x, dy -> dx}: all of a window's gradient goes to its first maximum. */
    record MaxPoolingGradient(Window window) implements Backward {}

    /** {@code dy -> dx}. */
    record AveragePoolingGradient(Window window) implements Backward {}

    /** {@code dy -> dx}. */
    record GlobalAveragePoolingGradient() implements Backward {}

    /** {@code x, dy -> dx}: all of a channel's gradient goes to its first maximum. */
    record GlobalMaxPoolingGradient() implements Backward {}

    /** {@code dy -> dx} with the mask of the forward pass, drawn again. */
    record DropoutGradient(double rate, long seed, boolean perSample) implements Backward {}

    /** {@code gate, dy -> dmap}. */
    record MultiplyMapGradient() implements Backward {}

    /** {@code map, dy -> dgate}. */
    record MultiplyGateGradient() implements Backward {}

    /**
     * {@code dy -> dx} of one of the inputs.
     *
     * @param from where that input begins in the result, in channels or units
     */
    record ConcatenateGradient(int from) implements Backward {}

    /** {@code dy -> dx}: what lies within the margins. */
    record PadGradient(Margins margins) implements Backward {}

    /** {@code dy -> dx}. */
    record FlattenGradient(boolean channelsLast) implements Backward {}

    /** {@code dy -> dx}. */
    record ReshapeGradient() implements Backward {}

    /** {@code d(0, z) -> dz}. */
    record TwoClassLogitsGradient() implements Backward {}

    /** {@code logits, labels, image weights -> dlogits}, of the sum of the losses, computed in double precision. */
    record LossGradient() implements Backward {}

    /** Sum of the gradients that reach a value used more than once: {@code d1, d2, ... -> d}. */
    record Accumulate() implements Backward {}
}
