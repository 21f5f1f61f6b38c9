package dev.graft.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells whether all parameters are numbers: a network with one that is not is of no use to anybody. */
public final class FiniteParameters {
    private static final int EXPONENT = 0x7f800000;
    private static final int LOWEST_OF_EXPONENT = 0x00800000;
    private static final int PIECE = 1 << 14;

    private FiniteParameters() {}

    /** Whether no parameter and no running statistic of a network is NaN or infinite. */
    public static boolean in(ComputationGraph network) {
        INDArray vector = network.params();
        if (vector == null || vector.isEmpty()) {
            return true;
        }
        if (vector.dataType() != DataType.FLOAT || vector.elementWiseStride() != 1) {
            throw new IllegalArgumentException("Not a contiguous vector of single precision");
        }
        return in(new FloatPointer(vector.data().addressPointer()), vector.length());
    }

    /**
     * Whether no value is NaN or infinite.
     *
     * @param memory its position does not count and is not changed
     * @param count of values from its beginning
     */
    public static boolean in(FloatPointer memory, long count) {
        // A pointer of its own: positions are shared by all who hold the pointer.
        FloatPointer values = new FloatPointer(memory);
        values.capacity(count);
        float[] piece = new float[PIECE];
        for (long from = 0; from < count; from += PIECE) {
            int length = (int) Math.min(PIECE, count - from);
            values.position(from).get(piece, 0, length);
            if (!finite(piece, length)) {
                return false;
            }
        }
        return true;
    }

    /** Without a branch for each value: an exponent of ones alone carries into the sign. */
    private static boolean finite(float[] values, int length) {
        int carries = 0;
        for (int i = 0; i < length; i++) {
            carries |= (Float.floatToRawIntBits(values[i]) & EXPONENT) + LOWEST_OF_EXPONENT;
        }
        return carries >= 0;
    }
}
