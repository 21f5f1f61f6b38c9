package dev.graft.weights;

/** Reorders the axes of row-major values. ND4J does so with one thread and one value at a time, ten times slower. */
final class Transposition {
    private Transposition() {}

    /**
     * @param shape of the values
     * @param axes for each axis of the result, which of {@code shape} it is
     */
    static float[] of(float[] values, long[] shape, int[] axes) {
        int rank = shape.length;
        int[] strides = new int[rank];
        for (int axis = rank - 1, stride = 1; axis >= 0; stride *= (int) shape[axis--]) {
            strides[axis] = stride;
        }
        float[] result = new float[values.length];
        int[] index = new int[rank];
        int inner = axes[rank - 1];
        for (int at = 0, from = 0; at < result.length; ) {
            for (int i = 0, source = from; i < shape[inner]; i++, source += strides[inner]) {
                result[at++] = values[source];
            }
            from = next(index, from, shape, strides, axes);
        }
        return result;
    }

    /** Moves to the next row of the result, like an odometer; the source position of its first value. */
    private static int next(int[] index, int from, long[] shape, int[] strides, int[] axes) {
        for (int axis = axes.length - 2; axis >= 0; axis--) {
            int source = axes[axis];
            from += strides[source];
            if (++index[axis] < shape[source]) {
                return from;
            }
            from -= index[axis] * strides[source];
            index[axis] = 0;
        }
        return from;
    }
}
