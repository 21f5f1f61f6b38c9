package dev.graft.golden;

import dev.graft.error.Lookup;
import dev.graft.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights by formula, named and shaped as Keras does; see the head comment of the script that wrote a reference. */
final class FormulaWeights implements TensorFile {
    private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] IMAGENET_DEVIATION = {0.229f, 0.224f, 0.225f};

    private final String salt;
    private final double gain;
    private final double headScale;
    private final Map<String, long[]> shapes;

    FormulaWeights(String salt, double gain, double headScale, Map<String, long[]> shapes) {
        this.salt = salt;
        this.gain = gain;
        this.headScale = headScale;
        this.shapes = new LinkedHashMap<>(shapes);
    }

    @Override
    public Map<String, long[]> tensors() {
        return new LinkedHashMap<>(shapes);
    }

    @Override
    public float[] read(String name) {
        int slash = name.lastIndexOf('/');
        String layer = name.substring(0, slash);
        String variable = name.substring(slash + 1);
        long[] shape = Lookup.in(shapes, name, "shape");
        if (layer.equals("normalization")) {
            return normalization(variable);
        }
        float[] values = FormulaValues.uniform(salt + "/" + name, (int) product(shape, shape.length));
        switch (variable) {
            case "kernel" -> scale(values, kernelScale(layer, shape));
            case "gamma", "moving_variance" -> {
                scale(values, 0.2f);
                for (int i = 0; i < values.length; i++) {
                    values[i] = 1f + values[i];
                }
            }
            default -> scale(values, 0.1f);
        }
        return values;
    }

    private float kernelScale(String layer, long[] shape) {
        boolean depthwise = shape.length == 4 && shape[3] == 1;
        long fanIn = depthwise ? shape[0] * shape[1] : product(shape, shape.length - 1);
        return (float) (Math.sqrt(gain / fanIn) * (layer.equals("head_dense") ? headScale : 1));
    }

    private static float[] normalization(String variable) {
        return switch (variable) {
            case "mean" -> IMAGENET_MEAN.clone();
            case "variance" -> {
                float[] variance = new float[3];
                for (int i = 0; i < 3; i++) {
                    variance[i] = IMAGENET_DEVIATION[i] * IMAGENET_DEVIATION[i];
                }
                yield variance;
            }
            default -> new float[1];
        };
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static long product(long[] shape, int count) {
        long product = 1;
        for (int i = 0; i < count; i++) {
            product *= shape[i];
        }
        return product;
    }

    @Override
    public String source() {
        return "formula '" + salt + "'";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
