package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Memory;
import dev.graft.engine.cuda.device.DeviceMemory;

/** Memory of a GPU. What is written and read goes through the device's stream, in order with its runs. */
final class NvidiaMemory implements DeviceMemory {
    private final NvidiaDevice device;
    private final long address;
    private final long bytes;
    private boolean closed;

    NvidiaMemory(NvidiaDevice device, long address, long bytes) {
        this.device = device;
        this.address = address;
        this.bytes = bytes;
    }

    /** Of a byte. */
    long address(long offset) {
        return address + offset;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void clear() {
        if (bytes > 0) {
            device.clear(address, bytes);
        }
    }

    @Override
    public void write(long offset, float[] values) {
        upload(offset, 4L * values.length, memory -> memory.write(0, values, 0, values.length));
    }

    @Override
    public void write(long offset, int[] values) {
        upload(offset, 4L * values.length, memory -> memory.write(0, values, 0, values.length));
    }

    @Override
    public void write(long offset, long[] values) {
        upload(offset, 8L * values.length, memory -> memory.write(0, values, 0, values.length));
    }

    @Override
    public void write(long offset, short[] values) {
        upload(offset, 2L * values.length, memory -> memory.write(0, values, 0, values.length));
    }

    private void upload(long offset, long length, NvidiaDevice.Filling filling) {
        check(offset, length);
        if (length > 0) {
            device.upload(address + offset, length, filling);
        }
    }

    @Override
    public void read(long offset, float[] values) {
        try (Memory staged = download(offset, 4L * values.length)) {
            staged.read(0, values, 0, values.length);
        }
    }

    @Override
    public void read(long offset, double[] values) {
        try (Memory staged = download(offset, 8L * values.length)) {
            staged.read(0, values, 0, values.length);
        }
    }

    @Override
    public void read(long offset, int[] values) {
        try (Memory staged = download(offset, 4L * values.length)) {
            staged.read(0, values, 0, values.length);
        }
    }

    private Memory download(long offset, long length) {
        check(offset, length);
        Memory staged = new Memory(Math.max(8, length));
        device.download(staged, address + offset, length);
        return staged;
    }

    private void check(long offset, long length) {
        if (offset < 0 || offset + length > bytes) {
            throw new IndexOutOfBoundsException(
                    "Bytes " + offset + " to " + (offset + length) + " of a block of " + bytes);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.free(address);
        }
    }
}
