package dev.graft.engine.cuda.nvidia;

import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.device.Values;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of values from the GPU: through host memory that it writes by itself. */
final class Downloads implements AutoCloseable {
    private static final int BLOCK = 16 << 20;
    private static final int CELLS = 64;
    private static final int NOT_READY = 600;

    private final NvidiaDevice device;
    private final Driver driver;
    private final List<Pointer> host = new ArrayList<>();
    private final List<Pointer> events = new ArrayList<>();
    private final Deque<Cell> free = new ArrayDeque<>();
    private @Nullable Pointer block;

    Downloads(NvidiaDevice device) {
        this.device = device;
        this.driver = device.driver();
    }

    private Pointer take(long bytes) {
        Pointer taken = driver.make("take host memory", "cuMemHostAlloc", bytes, 0);
        host.add(taken);
        return taken;
    }

    /** Copies values from the GPU's memory, after all that its stream was given before. */
    void copy(long address, Buffer values) {
        if (block == null) {
            block = take(BLOCK);
        }
        int size = Values.size(values);
        for (int done = 0; done < values.remaining(); ) {
            int count = Math.min(values.remaining() - done, BLOCK / size);
            long bytes = (long) count * size;
            fetch(block, address + (long) done * size, bytes);
            device.synchronize();
            Values.read(block.getByteBuffer(0, bytes), values.slice(values.position() + done, count));
            done += count;
        }
    }

    private void fetch(Pointer to, long address, long bytes) {
        driver.call("copy from the GPU", "cuMemcpyDtoHAsync_v2", to, address, bytes, device.stream());
    }

    /** The same for a few values, which are asked for when they are needed. */
    PendingRead later(long address, int bytes) {
        if (free.isEmpty()) {
            Pointer page = take((long) CELLS * DeviceMemory.LATER_BYTES);
            for (int i = 0; i < CELLS; i++) {
                free.add(new Cell(page.share((long) i * DeviceMemory.LATER_BYTES)));
            }
        }
        Cell cell = free.remove();
        fetch(cell.memory, address, bytes);
        driver.call("note an event", "cuEventRecord", cell.arrived, device.stream());
        return new Later(cell, bytes);
    }

    /** Host memory for what is under way, and the moment when it has come. */
    private final class Cell {
        private final Pointer memory;
        private final Pointer arrived = driver.make("make an event", "cuEventCreate", Driver.WITHOUT_TIME);

        private Cell(Pointer memory) {
            this.memory = memory;
            events.add(arrived);
        }
    }

    /** A cell goes back when it is read; one that nobody asks for is lost until the device is closed. */
    private final class Later implements PendingRead {
        private final Cell cell;
        private final int bytes;
        private Optional<ByteBuffer> values = Optional.empty();

        Later(Cell cell, int bytes) {
            this.cell = cell;
            this.bytes = bytes;
        }

        @Override
        public boolean isDone() {
            if (values.isPresent()) {
                return true;
            }
            device.enter();
            int status = driver.status("cuEventQuery", cell.arrived);
            if (status != NOT_READY) {
                bytes();
            }
            return status != NOT_READY;
        }

        @Override
        public ByteBuffer bytes() {
            if (values.isEmpty()) {
                device.enter();
                driver.call("wait for a step", "cuEventSynchronize", cell.arrived);
                ByteBuffer copy = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
                Values.read(cell.memory.getByteBuffer(0, bytes), copy);
                values = Optional.of(copy);
                free.add(cell);
            }
            return values.get();
        }
    }

    @Override
    public void close() {
        events.forEach(event -> driver.status("cuEventDestroy_v2", event));
        host.forEach(memory -> driver.status("cuMemFreeHost", memory));
    }
}
