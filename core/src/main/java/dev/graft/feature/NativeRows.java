package dev.graft.feature;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of one of ND4J's arrays as buffers, so that values move between native memory and the heap without an array between.
 * Valid as long as the array is open.
 */
final class NativeRows {
    private final FloatPointer values;
    private final int floats;
    /** Of the whole array: cutting rows out of one buffer is cheaper than asking for one each. Buffers end at 2 GiB. */
    private final Optional<FloatBuffer> buffer;

    /**
     * @param array single precision, row by row without gaps
     * @param floats values in a row
     */
    NativeRows(INDArray array, int floats) {
        this.values = new FloatPointer(array.data().pointer());
        this.floats = floats;
        long length = array.length();
        this.buffer = length * Float.BYTES <= Integer.MAX_VALUE
                ? Optional.of(new FloatPointer(values).limit(length).asBuffer())
                : Optional.empty();
    }

    /** The memory of one row. */
    FloatBuffer row(int row) {
        return buffer.map(whole -> whole.slice(row * floats, floats)).orElseGet(() -> {
            long from = (long) row * floats;
            return new FloatPointer(values).position(from).limit(from + floats).asBuffer();
        });
    }
}
