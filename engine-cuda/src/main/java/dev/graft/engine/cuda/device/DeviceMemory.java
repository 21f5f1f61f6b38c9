package dev.graft.engine.cuda.device;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * A block of a device's memory. Offsets are in bytes. What is written is there for all runs that begin afterwards; what is read
 * comes from all runs that began before, and from none that begin later.
 */
public interface DeviceMemory extends AutoCloseable {
    /** The most bytes of {@link #readLater}. */
    int LATER_BYTES = 64;

    /** Its size. */
    long bytes();

    /** Sets all of it to 0. */
    void clear();

    /**
     * Copies values in; they may change as soon as this returns.
     *
     * @param offset of the first value in bytes, a multiple of a value's size
     * @param values all that remain in a buffer of NIO
     * @throws IndexOutOfBoundsException beyond the end
     */
    void write(long offset, Buffer values);

    /** The same for an array. */
    default void write(long offset, float[] values) {
        write(offset, FloatBuffer.wrap(values));
    }

    /** The same for whole numbers of 32 bits. */
    default void write(long offset, int[] values) {
        write(offset, IntBuffer.wrap(values));
    }

    /** The same for whole numbers of 64 bits. */
    default void write(long offset, long[] values) {
        write(offset, LongBuffer.wrap(values));
    }

    /** The same for the bits of bfloat16, see {@link Bfloat16}. */
    default void write(long offset, short[] values) {
        write(offset, ShortBuffer.wrap(values));
    }

    /** The same for bytes. */
    default void write(long offset, byte[] values) {
        write(offset, ByteBuffer.wrap(values));
    }

    /**
     * Copies values out, when all runs that began are done.
     *
     * @param offset of the first value in bytes, a multiple of a value's size
     * @param values all that remain in a buffer of NIO are filled
     * @throws IndexOutOfBoundsException beyond the end
     */
    void read(long offset, Buffer values);

    /** The same for an array. */
    default void read(long offset, float[] values) {
        read(offset, FloatBuffer.wrap(values));
    }

    /** The same in double precision. */
    default void read(long offset, double[] values) {
        read(offset, DoubleBuffer.wrap(values));
    }

    /** The same for whole numbers of 32 bits. */
    default void read(long offset, int[] values) {
        read(offset, IntBuffer.wrap(values));
    }

    /** The same for bytes. */
    default void read(long offset, byte[] values) {
        read(offset, ByteBuffer.wrap(values));
    }

    /**
     * Begins to copy a few values out, without waiting for the runs that began.
     *
     * @param bytes at most {@link #LATER_BYTES}
     * @throws IndexOutOfBoundsException beyond the end
     */
    PendingRead readLater(long offset, int bytes);

    /** Frees it. */
    @Override
    void close();
}
