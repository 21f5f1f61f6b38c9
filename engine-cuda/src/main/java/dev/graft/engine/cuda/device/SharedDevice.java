package dev.graft.engine.cuda.device;

import dev.graft.engine.cuda.plan.DevicePlan;
import java.lang.ref.Cleaner;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A device for all sessions of an engine, whatever their threads: it does one thing at a time. Sessions free their memory when
 * they are closed; the device itself is closed when nothing that uses it is reachable any more, so that engines need no closing.
 */
public final class SharedDevice implements Device {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Device device;
    private final ReentrantLock lock = new ReentrantLock();
    private final Cleaner.Cleanable closing;

    /** @param device belongs to this object from now on */
    public SharedDevice(Device device) {
        this.device = device;
        this.closing = CLEANER.register(this, device::close);
    }

    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void alone(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public String describe() {
        return alone(device::describe);
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        return new Memory(alone(() -> device.allocate(bytes)));
    }

    @Override
    public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
        Map<String, DeviceMemory> own = new HashMap<>();
        memory.forEach((name, block) -> own.put(name, ((Memory) block).block));
        Executable prepared = alone(() -> device.prepare(plan, own));
        return new Executable() {
            @Override
            public void run() {
                alone(prepared::run);
            }

            @Override
            public void close() {
                alone(prepared::close);
            }
        };
    }

    @Override
    public void close() {
        alone(closing::clean);
    }

    private final class Memory implements DeviceMemory {
        private final DeviceMemory block;

        Memory(DeviceMemory block) {
            this.block = block;
        }

        @Override
        public long bytes() {
            return block.bytes();
        }

        @Override
        public void clear() {
            alone(block::clear);
        }

        @Override
        public void write(long offset, float[] values) {
            alone(() -> block.write(offset, values));
        }

        @Override
        public void write(long offset, int[] values) {
            alone(() -> block.write(offset, values));
        }

        @Override
        public void write(long offset, long[] values) {
            alone(() -> block.write(offset, values));
        }

        @Override
        public void write(long offset, short[] values) {
            alone(() -> block.write(offset, values));
        }

        @Override
        public void read(long offset, float[] values) {
            alone(() -> block.read(offset, values));
        }

        @Override
        public void read(long offset, double[] values) {
            alone(() -> block.read(offset, values));
        }

        @Override
        public void read(long offset, int[] values) {
            alone(() -> block.read(offset, values));
        }

        @Override
        public void close() {
            alone(block::close);
        }
    }
}
