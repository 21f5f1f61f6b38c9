package dev.graft.backbone.efficientnet;

import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsAdjustment;
import dev.graft.weights.WeightsException;
import java.util.Map;

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
    public TensorFile applyTo(TensorFile file) {
        long[] shape = file.tensors().get(VARIANCE);
        if (shape == null || shape.length != 1 || shape[0] != DEVIATION.length) {
            throw new WeightsException("The weights " + file.source() + " have no '" + VARIANCE
                    + "' of three channels, which EfficientNet's ImageNet weights must have. Use Keras's own file.");
        }
        return new Folded(file);
    }

    private record Folded(TensorFile file) implements TensorFile {
        @Override
        public Map<String, long[]> tensors() {
            return file.tensors();
        }

        @Override
        public float[] read(String name) {
            float[] values = file.read(name);
            if (!name.equals(VARIANCE)) {
                return values;
            }
            float[] folded = new float[DEVIATION.length];
            for (int channel = 0; channel < folded.length; channel++) {
                folded[channel] = (float) (values[channel] * DEVIATION[channel]);
            }
            return folded;
        }

        @Override
        public String source() {
            return file.source();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
