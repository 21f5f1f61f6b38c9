package dev.graft.engine.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A vector in native memory, copied piece by piece to and from Java's arrays. */
final class NativeFloats {
    /** Values in a piece: several arrays of this size lie in a core's cache together. */
    static final int PIECE = 1 << 12;

    private final INDArray array;
    private final FloatPointer memory;

    /** @param array a contiguous vector of single precision; this is a view of it */
    NativeFloats(INDArray array) {
        if (array.dataType() != DataType.FLOAT || array.elementWiseStride() != 1) {
            throw new IllegalArgumentException("Not a contiguous vector of single precision");
        }
        this.array = array;
        this.memory = new FloatPointer(array.data().addressPointer());
        this.memory.capacity(array.length());
    }

    static NativeFloats zeros(long length) {
        return new NativeFloats(Nd4j.zeros(DataType.FLOAT, 1, Math.max(1, length)));
    }

    INDArray array() {
        return array;
    }

    void read(long from, float[] target, int count) {
        memory.position(from).get(target, 0, count);
    }

    void write(long from, float[] source, int count) {
        memory.position(from).put(source, 0, count);
    }

    float[] toArray() {
        float[] values = new float[Math.toIntExact(array.length())];
        memory.position(0).get(values, 0, values.length);
        return values;
    }
}
