package dev.graft.engine.update;

import dev.graft.graph.FiniteParameters;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vector of single precision in native memory, copied piece by piece to and from Java's arrays. Several threads may use
 * it at once on parts that do not overlap.
 */
public final class NativeFloats implements AutoCloseable {
    private final FloatPointer memory;
    private final long length;
    /** Keeps the memory alive; null where someone else does. */
    private final @Nullable INDArray owned;

    private NativeFloats(FloatPointer memory, long length, @Nullable INDArray owned) {
        this.memory = memory;
        this.length = length;
        this.owned = owned;
    }

    /**
     * A view of an array, which must outlive it.
     *
     * @param array a contiguous vector of single precision
     */
    public static NativeFloats of(INDArray array) {
        return new NativeFloats(pointer(array), array.length(), null);
    }

    /** A view of memory that someone else owns, which must outlive it. */
    public static NativeFloats of(FloatPointer memory, long length) {
        return new NativeFloats(memory, length, null);
    }

    /** Memory of its own. */
    public static NativeFloats zeros(long length) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, 1, Math.max(1, length));
        return new NativeFloats(pointer(array), array.length(), array);
    }

    private static FloatPointer pointer(INDArray array) {
        if (array.dataType() != DataType.FLOAT || array.elementWiseStride() != 1) {
            throw new IllegalArgumentException("Not a contiguous vector of single precision");
        }
        FloatPointer memory = new FloatPointer(array.data().addressPointer());
        memory.capacity(array.length());
        return memory;
    }

    /** Number of values. */
    public long length() {
        return length;
    }

    /**
     * Copies values out.
     *
     * @param from index of the first
     * @param target is filled from its beginning
     * @param count how many
     */
    public void read(long from, float[] target, int count) {
        check(from, count);
        at(from).get(target, 0, count);
    }

    /**
     * Copies values in.
     *
     * @param from index of the first
     * @param source from its beginning
     * @param count how many
     */
    public void write(long from, float[] source, int count) {
        check(from, count);
        at(from).put(source, 0, count);
    }

    /** A pointer of its own for every call: a pointer's position is shared by all threads. */
    private FloatPointer at(long from) {
        return memory.getPointer(FloatPointer.class, from);
    }

    private void check(long from, int count) {
        if (from < 0 || count < 0 || from + count > length) {
            throw new IndexOutOfBoundsException(
                    "Values " + from + " to " + (from + count) + " of a vector of " + length);
        }
    }

    /** Whether no value is NaN or infinite. */
    public boolean areFinite() {
        return FiniteParameters.in(memory, length);
    }

    /** A copy of all values. */
    public float[] toArray() {
        float[] values = new float[Math.toIntExact(length)];
        at(0).get(values, 0, values.length);
        return values;
    }

    /** Frees memory of its own; views are left alone. */
    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }
}
