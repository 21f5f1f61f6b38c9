package dev.graft.engine.cuda.host;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource.Access;
import dev.graft.engine.cuda.device.OutOfDeviceMemoryException;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.device.Values;
import dev.graft.engine.cuda.host.HostKernels.Order;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs plans on the processor: kernels from their own source, convolutions by plain loops. Memory begins as 0xFF, which is NaN,
 * and knows which of its bytes were written: a command that reads others is an error.
 *
 * <p>Before each run a plan's own memory is as at the beginning again, but for inputs and counters.
 *
 * <p>How carefully it looks is said by {@link Care}.
 */
public final class SimulatedDevice implements Device {
    private static final byte UNTOUCHED = (byte) 0xFF;
    private static final int RED_ZONE = 256;
    private static final int ALIGNMENT = 256;

    /** How carefully it looks. */
    public enum Care {
        /** Only whether what is read was written: for large networks. */
        WRITTEN,
        /**
         * Each command gets copies of what it reads and writes, each between red zones, and only what it may write is taken back: a
         * command that touches anything else is an error, too.
         */
        RED_ZONES,
        /** Kernels run forwards and backwards, too: one whose results depend on the order of its threads lacks a barrier. */
        BOTH_WAYS
    }

    private final HostKernels kernels;
    private final Care care;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int open;
    private long taken;
    private long most = Long.MAX_VALUE;

    /** @param care how carefully it looks */
    public SimulatedDevice(HostKernels kernels, Care care) {
        this.kernels = kernels;
        this.care = care;
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
        List<Buffer> counters = plan.steps().stream()
                .flatMap(step -> DevicePlan.buffers(step.command()).stream())
                .filter(buffer -> buffer.type() == ElementType.U32)
                .toList();
        List<Block> passing = passing(plan, counters, blocks);
        return new Executable() {
            @Override
            public void run() {
                if (!busy.compareAndSet(false, true)) {
                    throw new IllegalStateException("Two threads run plans at a time");
                }
                try {
                    passing.forEach(Block::forget);
                    plan.steps().forEach(step -> SimulatedDevice.this.run(step.command(), blocks));
                    counters.forEach(buffer -> block(buffer, blocks).requireZeros(buffer));
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

    /** What does not outlive a step and is not given before it. */
    private static List<Block> passing(DevicePlan plan, List<Buffer> counters, Map<String, Block> blocks) {
        Stream<Buffer> given =
                Stream.concat(plan.inputs().stream(), plan.tables().stream().map(Table::place));
        Set<String> kept =
                Stream.concat(given, counters.stream()).map(Buffer::segment).collect(Collectors.toSet());
        return plan.segments().stream()
                .filter(segment -> segment.owner() == Segment.Owner.PLAN && !kept.contains(segment.name()))
                .map(segment -> block(segment.name(), blocks))
                .toList();
    }

    private void run(Command command, Map<String, Block> blocks) {
        Access access = kernels.source().access(command);
        access.reads().forEach(buffer -> block(buffer, blocks).requireWritten(buffer, command));
        if (care != Care.WRITTEN) {
            new Sandbox(access, blocks).run(command);
        } else {
            execute(command, buffer -> block(buffer, blocks).memory.share(buffer.offset()), Order.FORWARDS);
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

    private void execute(Command command, Addresses addresses, Order order) {
        if (command instanceof Command.KernelLaunch launch) {
            launch(launch, addresses, order);
        } else if (command instanceof Command.Convolution c) {
            kernels.convolve(c, addresses.of(c.x()), addresses.of(c.kernel()), addresses.of(c.y()));
        } else {
            Command.Copy copy = (Command.Copy) command;
            byte[] values = addresses
                    .of(copy.from())
                    .getByteArray(0, Math.toIntExact(copy.from().bytes()));
            addresses.of(copy.to()).write(0, values, 0, values.length);
        }
    }

    private void launch(Command.KernelLaunch launch, Addresses addresses, Order order) {
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
            kernels.launch(launch, packed, order);
        }
    }

    @Override
    public void close() {}

    /** Copies of all that a command may touch, each between red zones; what overlaps has one copy. */
    private final class Sandbox {
        private final Access access;
        private final Map<String, Block> blocks;
        private final List<Piece> pieces = new ArrayList<>();

        private record Piece(String segment, long from, long to, Memory memory) {
            int bytes() {
                return Math.toIntExact(to - from);
            }

            byte[] result(Command command) {
                byte[] all = memory.getByteArray(0, Math.toIntExact(memory.size()));
                for (int i = 0; i < RED_ZONE; i++) {
                    if (all[i] != UNTOUCHED || all[all.length - 1 - i] != UNTOUCHED) {
                        throw new IllegalStateException(command + " writes beside " + segment + " " + from);
                    }
                }
                return Arrays.copyOfRange(all, RED_ZONE, all.length - RED_ZONE);
            }
        }

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
            pieces.add(new Piece(buffer.segment(), from, to, new Memory(bytes + 2 * RED_ZONE)));
        }

        void run(Command command) {
            List<byte[]> forwards = run(command, Order.FORWARDS);
            if (care == Care.BOTH_WAYS && command instanceof Command.KernelLaunch) {
                List<byte[]> backwards = run(command, Order.BACKWARDS);
                for (int i = 0; i < forwards.size(); i++) {
                    if (!Arrays.equals(forwards.get(i), backwards.get(i))) {
                        throw new IllegalStateException(
                                command + " depends on the order of its threads: " + pieces.get(i).segment);
                    }
                }
            }
            for (int i = 0; i < forwards.size(); i++) {
                take(pieces.get(i), forwards.get(i), command);
                pieces.get(i).memory.close();
            }
        }

        /** From what lies in the blocks to what lies in the pieces afterwards. */
        private List<byte[]> run(Command command, Order order) {
            for (Piece piece : pieces) {
                byte[] content = block(piece.segment, blocks).memory.getByteArray(piece.from, piece.bytes());
                piece.memory.setMemory(0, piece.memory.size(), UNTOUCHED);
                piece.memory.write(RED_ZONE, content, 0, content.length);
            }
            execute(command, this::address, order);
            return pieces.stream().map(piece -> piece.result(command)).toList();
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

        /** What may be written is taken over; the rest must be as it was. */
        private void take(Piece piece, byte[] now, Command command) {
            Pointer target = block(piece.segment, blocks).memory;
            byte[] kept = target.getByteArray(piece.from, now.length);
            for (Buffer buffer : access.writes()) {
                long from = buffer.offset() - piece.from;
                if (buffer.segment().equals(piece.segment) && from >= 0 && from < now.length) {
                    System.arraycopy(now, (int) from, kept, (int) from, (int) buffer.bytes());
                }
            }
            if (!Arrays.equals(now, kept)) {
                throw new IllegalStateException(command + " writes what it only reads: " + piece.segment);
            }
            target.write(piece.from, now, 0, now.length);
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

        private void forget() {
            memory.setMemory(0, bytes, UNTOUCHED);
            written.clear();
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

        private void requireZeros(Buffer buffer) {
            for (byte each : memory.getByteArray(buffer.offset(), Math.toIntExact(buffer.bytes()))) {
                if (each != 0) {
                    throw new IllegalStateException(buffer + " is not 0 after a run");
                }
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
        public void write(long offset, java.nio.Buffer values) {
            long length = Values.bytes(values);
            Values.write(values, memory.getByteBuffer(offset, length));
            written(offset, length);
        }

        @Override
        public void read(long offset, java.nio.Buffer values) {
            Values.read(memory.getByteBuffer(offset, Values.bytes(values)), values);
        }

        @Override
        public PendingRead readLater(long offset, int length) {
            ByteBuffer values = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
            read(offset, values);
            return new PendingRead() {
                @Override
                public boolean isDone() {
                    return false;
                }

                @Override
                public ByteBuffer bytes() {
                    return values;
                }
            };
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
