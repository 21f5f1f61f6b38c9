package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;

/**
 * Host memory that the GPU reads by itself, so that an upload need not be waited for: what is to be uploaded is copied here, and
 * stays until the GPU has read it. Two halves take turns; who comes back to one waits for what it was used for last.
 */
final class Staging implements AutoCloseable {
    private static final long HALF = 32L << 20;
    /** Uploads begin at a multiple of this. */
    private static final long ALIGNMENT = 256;

    private final Driver driver;
    private final Pointer stream;
    private final Pointer memory;
    private final Pointer[] read = new Pointer[2];
    private final boolean[] used = new boolean[2];
    private int half;
    private long next;

    Staging(Driver driver, Pointer stream) {
        this.driver = driver;
        this.stream = stream;
        this.memory = driver.make("take host memory", "cuMemHostAlloc", 2 * HALF, 0);
        for (int i = 0; i < read.length; i++) {
            // Without times, which would cost some.
            read[i] = driver.make("make an event", "cuEventCreate", 2);
        }
    }

    /** Whether so many bytes fit. */
    static boolean takes(long bytes) {
        return bytes <= HALF;
    }

    /** A place for bytes that will be uploaded by the next command on the stream. */
    Pointer place(long bytes) {
        if (next + bytes > HALF) {
            driver.call("note an event", "cuEventRecord", read[half], stream);
            used[half] = true;
            half = 1 - half;
            next = 0;
            if (used[half]) {
                driver.call("wait for an upload", "cuEventSynchronize", read[half]);
            }
        }
        Pointer place = memory.share(half * HALF + next);
        next = (next + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return place;
    }

    @Override
    public void close() {
        for (Pointer event : read) {
            driver.status("cuEventDestroy_v2", event);
        }
        driver.status("cuMemFreeHost", memory);
    }
}
