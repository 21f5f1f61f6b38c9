package dev.graft.engine.cuda.device;

import dev.graft.engine.cuda.plan.DevicePlan;
import java.lang.ref.Cleaner;
import java.nio.Buffer;
import java.nio.ByteBuffer;
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
            public void runUncaptured() {
                alone(prepared::runUncaptured);
            }

            @Override
            public double[] profile(int runs) {
                return alone(() -> prepared.profile(runs));
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
        public void write(long offset, Buffer values) {
            alone(() -> block.write(offset, values));
        }

        @Override
        public void read(long offset, Buffer values) {
            alone(() -> block.read(offset, values));
        }

        @Override
        public PendingRead readLater(long offset, int length) {
            PendingRead pending = alone(() -> block.readLater(offset, length));
            return new PendingRead() {
                @Override
                public boolean isDone() {
                    return alone(pending::isDone);
                }

                @Override
                public ByteBuffer bytes() {
                    return alone(pending::bytes);
                }
            };
        }

        @Override
        public void close() {
            alone(block::close);
        }
    }
}
