package dev.graft.backbone.efficientnet;

import dev.graft.weights.WeightsAdjustment;
import java.util.Set;

/**
 * Folds a layer into the input's normalization that {@code keras.applications} builds for {@code weights="imagenet"} only:
 * {@code rescaling_1} divides each channel by the square root of ImageNet's standard deviation, because the network was
 * trained on {@code (x - mean) / variance} by mistake (tensorflow/tensorflow issue 49930). The graph here has Keras's layers
 * without it, so that layer counts do not depend on the weights.
 *
 * <p>{@code (x - mean) / sqrt(variance) / sqrt(deviation) = (x - mean) / sqrt(variance * deviation)}: the variance is
 * multiplied.
 */
record SecondRescaling() implements WeightsAdjustment {
    private static final String VARIANCE = "normalization/variance";

    /** {@code IMAGENET_STDDEV_RGB} in Keras's {@code efficientnet.py}. */
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    @Override
    public String describe() {
        return "Keras's second rescaling folded into the normalization";
    }

    @Override
    public Set<String> tensors() {
        return Set.of(VARIANCE);
    }

    @Override
    public float[] apply(String name, float[] values) {
        float[] folded = new float[values.length];
        for (int channel = 0; channel < folded.length; channel++) {
            folded[channel] = (float) (values[channel] * DEVIATION[channel]);
        }
        return folded;
    }
}
