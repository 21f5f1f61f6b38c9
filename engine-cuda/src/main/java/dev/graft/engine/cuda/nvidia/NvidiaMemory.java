package dev.graft.engine.cuda.nvidia;

import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.device.Values;
import java.nio.Buffer;

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
    public void write(long offset, Buffer values) {
        check(offset, Values.bytes(values));
        device.upload(values, address + offset);
    }

    @Override
    public void read(long offset, Buffer values) {
        check(offset, Values.bytes(values));
        device.download(address + offset, values);
    }

    @Override
    public PendingRead readLater(long offset, int length) {
        check(offset, length);
        return device.later(address + offset, length);
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
