package dev.graft.engine.cuda.device;

/**
 * A block of a device's memory. Offsets are in bytes. What is written is there for all runs that begin afterwards; what is read
 * comes from all runs that began before.
 */
public interface DeviceMemory extends AutoCloseable {
    /** Its size. */
    long bytes();

    /** Sets all of it to 0. */
    void clear();

    /**
     * Copies values in; they may change as soon as this returns.
     *
     * @param offset of the first value in bytes, a multiple of a value's size
     * @throws IndexOutOfBoundsException beyond the end
     */
    void write(long offset, float[] values);

    /** The same for whole numbers of 32 bits. */
    void write(long offset, int[] values);

    /** The same for whole numbers of 64 bits. */
    void write(long offset, long[] values);

    /** The same for the bits of bfloat16, see {@link Bfloat16}. */
    void write(long offset, short[] values);

    /** The same for bytes. */
    void write(long offset, byte[] values);

    /**
     * Copies values out, when all runs that began are done.
     *
     * @param offset of the first value in bytes, a multiple of a value's size
     * @param values are filled, all of them
     * @throws IndexOutOfBoundsException beyond the end
     */
    void read(long offset, float[] values);

    /** The same in double precision. */
    void read(long offset, double[] values);

    /** The same for whole numbers of 32 bits. */
    void read(long offset, int[] values);

    /** The same for bytes. */
    void read(long offset, byte[] values);

    /** Frees it. */
    @Override
    void close();
}
