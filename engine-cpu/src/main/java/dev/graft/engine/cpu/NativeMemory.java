package dev.graft.engine.cpu;

import dev.graft.error.GraftException;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A block of native memory, zero at first.
 *
 * <p>It comes from the C library, not from JavaCPP's allocator: that one counts against {@code
 * org.bytedeco.javacpp.maxbytes}, whose default is the size of Java's heap and says nothing about this machine.
 */
final class NativeMemory implements AutoCloseable {
    /** A cache line and a vector of AVX-512. */
    static final long ALIGNMENT = 64;

    private final long bytes;
    private @Nullable Pointer allocated;
    private final long start;

    NativeMemory(long bytes) {
        this.bytes = bytes;
        this.allocated = Pointer.malloc(bytes + ALIGNMENT);
        if (allocated == null || allocated.isNull()) {
            throw new GraftException("There are no " + bytes / (1 << 20)
                    + " MB of memory left for the network's feature maps. Use smaller batches or smaller images.");
        }
        Pointer.memset(allocated, 0, bytes + ALIGNMENT);
        this.start = round(allocated.address());
    }

    /** The next multiple of {@link #ALIGNMENT}. */
    static long round(long value) {
        return (value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    long bytes() {
        return bytes;
    }

    /** @param offset in bytes */
    Pointer at(long offset) {
        return new Address(start + offset);
    }

    /**
     * @param offset in bytes
     * @param count of values
     */
    FloatPointer floats(long offset, long count) {
        FloatPointer pointer = new FloatPointer(at(offset));
        pointer.capacity(count);
        return pointer;
    }

    /**
     * Values at an address, for Java.
     *
     * @param from values that come before
     * @param count of values, less than 2 GB
     */
    static FloatBuffer buffer(Pointer start, long from, long count) {
        FloatPointer pointer = new FloatPointer(new Address(start.address() + from * Float.BYTES));
        pointer.capacity(count);
        return pointer.asBuffer();
    }

    @Override
    public void close() {
        if (allocated != null) {
            Pointer.free(allocated);
            allocated = null;
        }
    }
}
