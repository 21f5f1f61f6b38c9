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

    void write(long offset, float[] values);

    void write(long offset, int[] values);

    void write(long offset, long[] values);

    /** The bits of bfloat16. */
    void write(long offset, short[] values);

    void write(long offset, byte[] values);

    void read(long offset, byte[] values);

    void read(long offset, float[] values);

    void read(long offset, double[] values);

    void read(long offset, int[] values);

    /** Frees it. */
    @Override
    void close();
}
