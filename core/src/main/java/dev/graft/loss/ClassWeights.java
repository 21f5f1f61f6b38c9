package dev.graft.loss;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How much an image of each class counts, Keras's {@code class_weight}: its loss is multiplied by its class's weight, and
 * the mean divides by the number of images, not by the sum of weights.
 *
 * @param weights one per class, positive or 0; at least one positive
 */
public record ClassWeights(List<Double> weights) {
    public ClassWeights {
        weights = List.copyOf(weights);
        if (!weights.stream().allMatch(w -> w >= 0 && w < Double.POSITIVE_INFINITY)
                || weights.stream().noneMatch(w -> w > 0)) {
            throw new GraftException(
                    "Class weights are 0 or more, finite, and not all 0; found " + weights + ". Give one per class.");
        }
    }

    /** Given weights, one per class. */
    public static ClassWeights of(double... weights) {
        return new ClassWeights(DoubleStream.of(weights).boxed().toList());
    }

    /** All classes count alike. */
    public static ClassWeights equal(int classes) {
        return new ClassWeights(Collections.nCopies(classes, 1.0));
    }

    /**
     * Weights that make every class count alike in sum, however many images it has: {@code n / (k n_c)} for {@code n_c} of
     * {@code n} images in {@code k} classes, as scikit-learn's {@code class_weight="balanced"}.
     *
     * @param counts training images per class, each at least 1
     */
    public static ClassWeights balanced(int... counts) {
        if (counts.length == 0 || Arrays.stream(counts).anyMatch(count -> count < 1)) {
            throw new GraftException("Balanced class weights need at least one training image of every class, found "
                    + Arrays.toString(counts) + ". Add images, or leave the class out.");
        }
        double images = Arrays.stream(counts).asLongStream().sum();
        return new ClassWeights(Arrays.stream(counts)
                .mapToObj(count -> images / ((double) counts.length * count))
                .toList());
    }

    /** Whether every weight is 1, so that weighting changes nothing. */
    public boolean areEqual() {
        return weights.stream().allMatch(w -> w == 1);
    }
}
