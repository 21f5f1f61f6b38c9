package dev.graft.export;

import dev.graft.GraftException;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/**
 * How a convolution or pooling moves over its map.
 *
 * @param kernel height, width
 * @param strides down, across
 * @param pads top, left, bottom, right
 */
record Window(long[] kernel, long[] strides, long[] pads) {
    /**
     * The zeros that DL4J and Keras add are written out: runtimes differ in what they make of {@code auto_pad}.
     *
     * @param padding DL4J's own, used in every mode but {@code Same}
     * @param input the map below
     */
    static Window of(
            String layer,
            ConvolutionMode mode,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation,
            InputTypeConvolutional input) {
        if (Arrays.stream(dilation).anyMatch(d -> d != 1)) {
            throw new GraftException("Layer '" + layer + "' has the dilation " + Arrays.toString(dilation)
                    + ", which is not translated to ONNX. Export weights for Keras instead.");
        }
        long[] pads;
        if (mode == ConvolutionMode.Same) {
            long vertical = same(input.getHeight(), kernel[0], stride[0]);
            long horizontal = same(input.getWidth(), kernel[1], stride[1]);
            pads = new long[] {vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2};
        } else {
            pads = new long[] {padding[0], padding[1], padding[0], padding[1]};
        }
        return new Window(longs(kernel), longs(stride), pads);
    }

    /** Zeros in one direction; an odd one goes to the end. */
    private static long same(long size, long kernel, long stride) {
        long outputs = (size + stride - 1) / stride;
        return Math.max(0, (outputs - 1) * stride + kernel - size);
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    OnnxAttributes attributes() {
        return OnnxAttributes.of()
                .integers("kernel_shape", kernel)
                .integers("strides", strides)
                .integers("pads", pads);
    }
}
