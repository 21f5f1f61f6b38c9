package dev.graft.layer;

/** What the axes of a DL4J kernel mean; Keras's fans follow from it. */
public enum KernelLayout {
    /** {@code [out, in, height, width]}. */
    CONVOLUTION {
        @Override
        double fanIn(long[] shape) {
            return (double) shape[1] * shape[2] * shape[3];
        }

        @Override
        double fanOut(long[] shape) {
            return (double) shape[0] * shape[2] * shape[3];
        }
    },
    /**
     * {@code [height, width, channels, multiplier]}. Keras takes such a kernel for one of a full convolution: all channels
     * count as inputs, though an output is computed from one.
     */
    DEPTHWISE {
        @Override
        double fanIn(long[] shape) {
            return (double) shape[0] * shape[1] * shape[2];
        }

        @Override
        double fanOut(long[] shape) {
            return (double) shape[0] * shape[1] * shape[3];
        }
    },
    /** {@code [in, out]}. */
    DENSE {
        @Override
        double fanIn(long[] shape) {
            return shape[0];
        }

        @Override
        double fanOut(long[] shape) {
            return shape[1];
        }
    };

    abstract double fanIn(long[] shape);

    abstract double fanOut(long[] shape);
}
