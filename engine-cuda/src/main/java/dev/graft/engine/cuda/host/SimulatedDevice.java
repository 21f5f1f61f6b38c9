package dev.graft.engine.cuda.host;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource.Access;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs plans on the processor: kernels from their own source, convolutions by plain loops. Memory begins as 0xFF, which is NaN,
 * and knows which of its bytes were written: a command that reads others is an error.
 *
 * <p>A careful one gives each command copies of what it reads and writes, each between red zones, and takes back only what it may
 * write: a command that touches anything else is an error, too.
 */
public final class SimulatedDevice implements Device {
    private static final byte UNTOUCHED = (byte) 0xFF;
    private static final int RED_ZONE = 256;
    private static final int ALIGNMENT = 256;

    private final HostKernels kernels;
    private final boolean careful;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int open;
    private long taken;
    private long most = Long.MAX_VALUE;

    /** @param careful whether it looks at every byte: for small plans */
    public SimulatedDevice(HostKernels kernels, boolean careful) {
        this.kernels = kernels;
        this.careful = careful;
    }

    /** Blocks of memory that are not freed. */
    public int open() {
        return open;
    }

    /** Bytes that are not freed. */
    public long taken() {
        return taken;
    }

    /** Has so many bytes from now on. */
    public void limit(long bytes) {
        most = bytes;
    }

    @Override
    public String describe() {
        return "simulated";
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        if (bytes > most - taken) {
            throw new OutOfDeviceMemoryException(bytes, most - taken, most);
        }
        open++;
        taken += bytes;
        return new Block(bytes);
    }

    @Override
    public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
        for (DevicePlan.Step step : plan.steps()) {
            if (step.command() instanceof Command.KernelLaunch launch) {
                kernels.source().kernel(launch);
            }
        }
        Map<String, Block> blocks = new HashMap<>();
        plan.segments().forEach(segment -> {
            Block block = (Block) memory.get(segment.name());
            if (block == null || block.bytes() < segment.bytes()) {
                throw new IllegalArgumentException(segment + " has " + block);
            }
            blocks.put(segment.name(), block);
        });
        return new Executable() {
            @Override
            public void run() {
                if (!busy.compareAndSet(false, true)) {
                    throw new IllegalStateException("Two threads run plans at a time");
                }
                try {
                    plan.steps().forEach(step -> SimulatedDevice.this.run(step.command(), blocks));
                } finally {
                    busy.set(false);
                }
            }

            @Override
            public double[] profile(int runs) {
                double[] milliseconds = new double[plan.steps().size()];
                for (int i = 0; i < milliseconds.length; i++) {
                    long from = System.nanoTime();
                    SimulatedDevice.this.run(plan.steps().get(i).command(), blocks);
                    milliseconds[i] = (System.nanoTime() - from) / 1e6;
                }
                return milliseconds;
            }

            @Override
            public void close() {}
        };
    }

    private void run(Command command, Map<String, Block> blocks) {
        Access access = kernels.source().access(command);
        access.reads().forEach(buffer -> block(buffer, blocks).requireWritten(buffer, command));
        if (careful) {
            new Sandbox(access, blocks).run(command);
        } else {
            execute(command, buffer -> block(buffer, blocks).memory.share(buffer.offset()));
        }
        access.writes().forEach(buffer -> block(buffer, blocks).written(buffer.offset(), buffer.bytes()));
    }

    private static Block block(Buffer buffer, Map<String, Block> blocks) {
        Block block = blocks.get(buffer.segment());
        if (block == null) {
            throw new IllegalStateException("No memory for " + buffer);
        }
        return block;
    }

    private interface Addresses {
        Pointer of(Buffer buffer);
    }

    private void execute(Command command, Addresses addresses) {
        if (command instanceof Command.KernelLaunch launch) {
            launch(launch, addresses);
        } else if (command instanceof Command.Convolution c) {
            kernels.convolve(c, addresses.of(c.x()), addresses.of(c.kernel()), addresses.of(c.y()));
        } else if (command instanceof Command.Copy copy) {
            byte[] values = addresses
                    .of(copy.from())
                    .getByteArray(0, Math.toIntExact(copy.from().bytes()));
            addresses.of(copy.to()).write(0, values, 0, values.length);
        } else {
            Buffer buffer = ((Command.Clear) command).buffer();
            addresses.of(buffer).clear(buffer.bytes());
        }
    }

    private void launch(Command.KernelLaunch launch, Addresses addresses) {
        List<Argument> arguments = launch.arguments();
        try (Memory values = new Memory(16L * arguments.size())) {
            Pointer[] packed = new Pointer[arguments.size()];
            for (int i = 0; i < packed.length; i++) {
                packed[i] = values.share(16L * i);
                Argument argument = arguments.get(i);
                if (argument instanceof Buffer buffer) {
                    packed[i].setPointer(0, addresses.of(buffer));
                } else if (argument instanceof Argument.Absent) {
                    packed[i].setPointer(0, null);
                } else if (argument instanceof Argument.Whole number) {
                    packed[i].setInt(0, number.value());
                } else if (argument instanceof Argument.Long number) {
                    packed[i].setLong(0, number.value());
                } else if (argument instanceof Argument.Single number) {
                    packed[i].setFloat(0, number.value());
                } else {
                    packed[i].setDouble(0, ((Argument.Twice) argument).value());
                }
            }
            kernels.launch(launch, packed);
        }
    }

    @Override
    public void close() {}

    /** Copies of all that a command may touch, each between red zones; what overlaps has one copy. */
    private final class Sandbox {
        private final Access access;
        private final Map<String, Block> blocks;
        private final List<Piece> pieces = new ArrayList<>();

        private record Piece(String segment, long from, long to, Memory memory) {}

        Sandbox(Access access, Map<String, Block> blocks) {
            this.access = access;
            this.blocks = blocks;
            List<Buffer> all = new ArrayList<>(access.writes());
            all.addAll(access.reads());
            all.forEach(this::add);
        }

        private void add(Buffer buffer) {
            long from = buffer.offset();
            long to = from + buffer.bytes();
            for (Piece piece : List.copyOf(pieces)) {
                if (piece.segment.equals(buffer.segment()) && from < piece.to && piece.from < to) {
                    from = Math.min(from, piece.from);
                    to = Math.max(to, piece.to);
                    pieces.remove(piece);
                }
            }
            long bytes = to - from;
            Memory memory = new Memory(bytes + 2 * RED_ZONE);
            memory.setMemory(0, memory.size(), UNTOUCHED);
            byte[] content = block(buffer, blocks).memory.getByteArray(from, Math.toIntExact(bytes));
            memory.write(RED_ZONE, content, 0, content.length);
            pieces.add(new Piece(buffer.segment(), from, to, memory));
        }

        void run(Command command) {
            execute(command, this::address);
            for (Piece piece : pieces) {
                requireRedZones(piece, command);
                take(piece, command);
                piece.memory.close();
            }
        }

        private Pointer address(Buffer buffer) {
            for (Piece piece : pieces) {
                if (piece.segment.equals(buffer.segment())
                        && piece.from <= buffer.offset()
                        && buffer.offset() < piece.to) {
                    return piece.memory.share(RED_ZONE + buffer.offset() - piece.from);
                }
            }
            throw new IllegalStateException("No copy of " + buffer);
        }

        private void requireRedZones(Piece piece, Command command) {
            long end = RED_ZONE + piece.to - piece.from;
            for (int i = 0; i < RED_ZONE; i++) {
                if (piece.memory.getByte(i) != UNTOUCHED || piece.memory.getByte(end + i) != UNTOUCHED) {
                    throw new IllegalStateException(command + " writes beside " + piece.segment + " " + piece.from);
                }
            }
        }

        /** What may be written is taken over; the rest must be as it was. */
        private void take(Piece piece, Command command) {
            Pointer target = block(piece.segment, blocks).memory;
            int bytes = Math.toIntExact(piece.to - piece.from);
            byte[] now = piece.memory.getByteArray(RED_ZONE, bytes);
            byte[] before = target.getByteArray(piece.from, bytes);
            BitSet allowed = new BitSet(bytes);
            access.writes().stream()
                    .filter(buffer -> buffer.segment().equals(piece.segment)
                            && buffer.offset() >= piece.from
                            && buffer.offset() < piece.to)
                    .forEach(buffer -> allowed.set((int) (buffer.offset() - piece.from), (int)
                            (buffer.offset() - piece.from + buffer.bytes())));
            for (int i = 0; i < bytes; i++) {
                if (now[i] != before[i] && !allowed.get(i)) {
                    throw new IllegalStateException(command + " writes what it only reads: " + piece.segment);
                }
            }
            target.write(piece.from, now, 0, bytes);
        }
    }

    private static Block block(String segment, Map<String, Block> blocks) {
        Block block = blocks.get(segment);
        if (block == null) {
            throw new IllegalStateException("No memory for " + segment);
        }
        return block;
    }

    /** Memory that knows which bytes were written. */
    private final class Block implements DeviceMemory {
        private final Memory whole;
        private final Pointer memory;
        private final BitSet written = new BitSet();
        private final long bytes;
        private boolean closed;

        Block(long bytes) {
            this.bytes = bytes;
            this.whole = new Memory(bytes + 2 * ALIGNMENT);
            whole.setMemory(0, whole.size(), UNTOUCHED);
            this.memory = whole.align(ALIGNMENT);
        }

        private void written(long offset, long count) {
            written.set(Math.toIntExact(offset / 2), Math.toIntExact((offset + count + 1) / 2));
        }

        private void requireWritten(Buffer buffer, Command command) {
            int from = Math.toIntExact(buffer.offset() / 2);
            int missing = written.nextClearBit(from);
            if (missing < (buffer.offset() + buffer.bytes()) / 2) {
                throw new IllegalStateException(command + " reads " + buffer + " before it is written");
            }
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void clear() {
            memory.clear(bytes);
            written(0, bytes);
        }

        @Override
        public void write(long offset, float[] values) {
            memory.write(offset, values, 0, values.length);
            written(offset, 4L * values.length);
        }

        @Override
        public void write(long offset, int[] values) {
            memory.write(offset, values, 0, values.length);
            written(offset, 4L * values.length);
        }

        @Override
        public void write(long offset, long[] values) {
            memory.write(offset, values, 0, values.length);
            written(offset, 8L * values.length);
        }

        @Override
        public void write(long offset, short[] values) {
            memory.write(offset, values, 0, values.length);
            written(offset, 2L * values.length);
        }

        @Override
        public void write(long offset, byte[] values) {
            memory.write(offset, values, 0, values.length);
            written(offset, values.length);
        }

        @Override
        public void read(long offset, byte[] values) {
            memory.read(offset, values, 0, values.length);
        }

        @Override
        public void read(long offset, float[] values) {
            memory.read(offset, values, 0, values.length);
        }

        @Override
        public void read(long offset, double[] values) {
            memory.read(offset, values, 0, values.length);
        }

        @Override
        public void read(long offset, int[] values) {
            memory.read(offset, values, 0, values.length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
                taken -= bytes;
                whole.close();
            }
        }
    }
}
