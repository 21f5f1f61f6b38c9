package dev.graft.export;

import dev.graft.graph.Padding;
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
     * @param input the map below
     */
    static Window of(Padding padding, int height, int width, int stride, InputTypeConvolutional input) {
        long vertical = padding == Padding.SAME ? same(input.getHeight(), height, stride) : 0;
        long horizontal = padding == Padding.SAME ? same(input.getWidth(), width, stride) : 0;
        return new Window(new long[] {height, width}, new long[] {stride, stride}, new long[] {
            vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2
        });
    }

    /** Zeros in one direction; an odd one goes to the end. */
    private static long same(long size, long kernel, long stride) {
        long outputs = (size + stride - 1) / stride;
        return Math.max(0, (outputs - 1) * stride + kernel - size);
    }

    OnnxAttributes attributes() {
        return OnnxAttributes.of()
                .integers("kernel_shape", kernel)
                .integers("strides", strides)
                .integers("pads", pads);
    }
}
