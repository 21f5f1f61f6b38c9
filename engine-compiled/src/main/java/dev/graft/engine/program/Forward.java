package dev.graft.engine.program;

import java.util.List;

/** Operations of the forward pass. Each says its inputs and outputs in order; those in brackets depend on its settings. */
public sealed interface Forward extends Operation {
    /**
     * {@code x, kernel, [bias], [addends of post-operations] -> y}.
     *
     * @param window how the kernel goes over the map
     * @param depthwise whether every channel has a kernel of its own, {@code [channels, 1, height, width]}
     * @param bias whether there is one
     * @param postOperations in order
     */
    record Convolution(Window window, boolean depthwise, boolean bias, List<PostOperation> postOperations)
            implements Forward {
        public Convolution {
            postOperations = List.copyOf(postOperations);
        }
    }

    /**
     * Fully connected: {@code x [in], kernel [out, in], [bias], [addends of post-operations] -> y [out]}.
     *
     * @param bias whether there is one
     * @param postOperations in order
     */
    record Dense(boolean bias, List<PostOperation> postOperations) implements Forward {
        public Dense {
            postOperations = List.copyOf(postOperations);
        }
    }

    /**
     * Normalization by the batch's statistics, per channel of a map or unit of a vector: {@code x, [gamma], beta -> y, batch
     * mean, batch variance}. The variance is the biased one.
     *
     * @param epsilon added to the variance
     * @param scale whether there is a gamma; it is 1 otherwise
     * @param relu whether {@link Function#RELU} follows at once
     */
    record BatchNormalization(double epsilon, boolean scale, boolean relu) implements Forward {}

    /**
     * Normalization by running statistics whose gamma and beta may change while the program is in use: {@code x, [gamma],
     * beta, mean, variance -> y}. Where they are constants it is a {@link ScaleAndShift}.
     *
     * @param epsilon added to the variance
     * @param scale whether there is a gamma; it is 1 otherwise
     * @param relu whether {@link Function#RELU} follows at once
     */
    record RunningNormalization(double epsilon, boolean scale, boolean relu) implements Forward {}

    /**
     * Moves running statistics, in place: {@code mean, variance, batch mean, batch variance ->} nothing. {@code running =
     * momentum * running + (1 - momentum) * batch}. Nothing else in the program reads them.
     *
     * @param momentum share that is kept
     */
    record UpdateStatistics(double momentum) implements Forward {}

    /** {@code x -> y}, value by value. */
    record Activate(Function function) implements Forward {}

    /** Maximum of windows: {@code x -> y}. */
    record MaxPooling(Window window) implements Forward {}

    /** Mean of windows, of what lies within the map: {@code x -> y}. */
    record AveragePooling(Window window) implements Forward {}

    /** Mean over height and width: {@code x -> y}, {@code [channels]} or {@code [channels, 1, 1]}. */
    record GlobalAveragePooling() implements Forward {}

    /** Maximum over height and width: {@code x -> y}, {@code [channels]} or {@code [channels, 1, 1]}. */
    record GlobalMaxPooling() implements Forward {}

    /**
     * {@code x -> y} with the masks of {@link dev.graft.layer.SeededDropout}, which depend on the number of the step.
     *
     * @param rate probability to drop
     * @param seed of the masks
     * @param perSample one decision for each image
     */
    record Dropout(double rate, long seed, boolean perSample) implements Forward {}

    /** Sum of two or more values of equal shape: {@code x1, x2, ... -> y}. */
    record Add(List<PostOperation> postOperations) implements Forward {
        public Add {
            postOperations = List.copyOf(postOperations);
        }
    }

    /** {@code map [channels, height, width], gate [channels, 1, 1] -> y}: every position times its channel's gate. */
    record Multiply() implements Forward {}

    /** One after another along the first dimension: {@code x1, x2, ... -> y}. */
    record Concatenate() implements Forward {}

    /** {@code x, scale [channels], shift [channels] -> y = x * scale + shift} per channel of a map or unit of a vector. */
    record ScaleAndShift() implements Forward {}

    /** Zeros around a map: {@code x -> y}. */
    record Pad(Margins margins) implements Forward {}

    /**
     * A map as a vector: {@code x -> y}.
     *
     * @param channelsLast position by position, as Keras does; otherwise channel by channel
     */
    record Flatten(boolean channelsLast) implements Forward {}

    /** Other dimensions for the same values in the same order: {@code x -> y}. */
    record Reshape() implements Forward {}

    /** {@code z [1] -> (0, z) [2]}. */
    record TwoClassLogits() implements Forward {}

    /** Probabilities: {@code logits [classes] -> y}. */
    record Softmax() implements Forward {}

    /**
     * {@code logits, labels, image weights -> losses []}, as {@link dev.graft.layer.SoftmaxCrossEntropy}: from the logits, in
     * double precision, times the image's weight. An engine reports their mean over the batch, and how often the largest
     * logit stands where the largest label does.
     */
    record SoftmaxCrossEntropy() implements Forward {}
}
