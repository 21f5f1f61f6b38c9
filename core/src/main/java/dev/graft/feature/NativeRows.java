package dev.graft.feature;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of ND4J's arrays as buffers, so that values move between native memory and the heap without an array between. */
final class NativeRows {
    private NativeRows() {}

    /**
     * The memory of one row. Valid as long as the array is open; a buffer of the whole array could not be larger than two
     * gigabytes.
     *
     * @param array single precision, row by row without gaps
     * @param floats values in a row
     */
    static FloatBuffer of(INDArray array, long row, long floats) {
        FloatPointer values = new FloatPointer(array.data().pointer());
        return values.position(row * floats).limit((row + 1) * floats).asBuffer();
    }
}
