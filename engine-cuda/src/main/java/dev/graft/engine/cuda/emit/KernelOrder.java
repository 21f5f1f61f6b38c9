package dev.graft.engine.cuda.emit;

import java.util.List;

/** How a parameter's values lie on a device, beside the plain order of programs. */
public enum KernelOrder {
    /** Alike. */
    PLAIN,
    /** Of a convolution: from {@code [out, in, height, width]} to {@code [out, height, width, in]}. */
    CONVOLUTION {
        @Override
        int plainIndex(int index, List<Integer> dimensions) {
            int in = dimensions.get(1);
            int area = dimensions.get(2) * dimensions.get(3);
            int out = index / (in * area);
            int within = index % (in * area);
            return (out * in + within % in) * area + within / in;
        }
    },
    /** Of a depthwise one: from {@code [channels, 1, height, width]} to {@code [height, width, channels]}. */
    DEPTHWISE {
        @Override
        int plainIndex(int index, List<Integer> dimensions) {
            int channels = dimensions.get(0);
            int area = dimensions.get(2) * dimensions.get(3);
            return index % channels * area + index / channels;
        }
    };

    /** Where in the plain order a value of the device's order lies. */
    int plainIndex(int index, List<Integer> dimensions) {
        return index;
    }

    /**
     * To the device's order.
     *
     * @param dimensions in plain order
     */
    public float[] toDevice(float[] plain, List<Integer> dimensions) {
        float[] ordered = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            ordered[i] = plain[plainIndex(i, dimensions)];
        }
        return ordered;
    }

    /** The way back. */
    public float[] toPlain(float[] ordered, List<Integer> dimensions) {
        float[] plain = new float[ordered.length];
        for (int i = 0; i < plain.length; i++) {
            plain[plainIndex(i, dimensions)] = ordered[i];
        }
        return plain;
    }
}
