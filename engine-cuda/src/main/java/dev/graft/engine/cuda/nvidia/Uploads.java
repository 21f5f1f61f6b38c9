package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.Values;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of values to the GPU while it computes. They are copied to host memory that the GPU reads by itself, from there by a
 * stream of their own to a block of the GPU's memory, and by the stream that computes, when it gets there, to where they belong:
 * a step finds its images on the GPU, and nobody waited. The memory in between is a ring of parts; who comes back to one waits
 * until what went through it has arrived.
 */
final class Uploads implements AutoCloseable {
    private static final int PART = 16 << 20;
    private static final int PARTS = 4;
    /** Uploads begin at a multiple of this. */
    private static final int ALIGNMENT = 256;
    /** What is not larger goes straight through the stream that computes: a third call would cost more than the way. */
    private static final int SMALL = 64 << 10;

    private final NvidiaDevice device;
    private final Driver driver;
    private final Pointer copying;
    private final Pointer copied;
    private final List<Part> parts = new ArrayList<>();
    private int current;
    private int next = PART;

    Uploads(NvidiaDevice device) {
        this.device = device;
        this.driver = device.driver();
        this.copying = driver.make("make a stream", "cuStreamCreate", NvidiaDevice.NON_BLOCKING);
        try {
            this.copied = driver.make("make an event", "cuEventCreate", Driver.WITHOUT_TIME);
        } catch (RuntimeException e) {
            driver.status("cuStreamDestroy_v2", copying);
            throw e;
        }
    }

    /** Some memory of the host and as much of the GPU, and the moment when the GPU is done with both. */
    private final class Part {
        private final NvidiaMemory inner;
        private final Pointer host;
        private final Pointer free;

        Part() {
            free = driver.make("make an event", "cuEventCreate", Driver.WITHOUT_TIME);
            try {
                inner = (NvidiaMemory) device.allocate(PART);
            } catch (RuntimeException e) {
                driver.status("cuEventDestroy_v2", free);
                throw e;
            }
            try {
                host = driver.make("take host memory", "cuMemHostAlloc", (long) PART, 0);
            } catch (RuntimeException e) {
                inner.close();
                driver.status("cuEventDestroy_v2", free);
                throw e;
            }
        }

        private void close() {
            driver.status("cuEventDestroy_v2", free);
            driver.status("cuMemFreeHost", host);
            inner.close();
        }
    }

    /** Copies values to the GPU's memory, after all that its stream was given before. */
    void copy(Buffer values, long address) {
        int size = Values.size(values);
        for (int done = 0; done < values.remaining(); ) {
            Part part = part();
            int count = Math.min(values.remaining() - done, (PART - next) / size);
            copy(values.slice(values.position() + done, count), part, address + (long) done * size);
            next = (next + count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            done += count;
        }
    }

    /** The part that has room. */
    private Part part() {
        if (next >= PART) {
            int following = parts.size() < PARTS ? parts.size() : (current + 1) % PARTS;
            if (following == parts.size()) {
                parts.add(new Part());
            } else {
                driver.call("wait for an upload", "cuEventSynchronize", parts.get(following).free);
            }
            current = following;
            next = 0;
        }
        return parts.get(current);
    }

    private void copy(Buffer values, Part part, long address) {
        long bytes = Values.bytes(values);
        Pointer from = part.host.share(next);
        Values.write(values, from.getByteBuffer(0, bytes));
        if (bytes <= SMALL) {
            driver.call("copy to the GPU", "cuMemcpyHtoDAsync_v2", address, from, bytes, device.stream());
        } else {
            long between = part.inner.address(next);
            driver.call("copy to the GPU", "cuMemcpyHtoDAsync_v2", between, from, bytes, copying);
            driver.call("note an event", "cuEventRecord", copied, copying);
            driver.call("wait for an event", "cuStreamWaitEvent", device.stream(), copied, 0);
            driver.call("copy on the GPU", "cuMemcpyDtoDAsync_v2", address, between, bytes, device.stream());
        }
        driver.call("note an event", "cuEventRecord", part.free, device.stream());
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        driver.status("cuEventDestroy_v2", copied);
        driver.status("cuStreamDestroy_v2", copying);
    }
}
