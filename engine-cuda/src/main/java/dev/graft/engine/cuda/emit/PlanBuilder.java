package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.OperationRecorder;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.cuda.plan.Argument;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.plan.Segment.Owner;
import dev.graft.engine.cuda.plan.Table;
import dev.graft.engine.program.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects commands and the memory that they need, then lays the memory out. */
final class PlanBuilder {
    private static final String ARENA = "arena";
    private static final String COUNTERS = "counters";
    private static final String TABLES = "tables";
    /** What a device reads or writes at once begins at a multiple of this. */
    private static final long ALIGNMENT = 256;

    private final List<Pending> pending = new ArrayList<>();
    private final Arena<Slot> arena = new Arena<>(Slot::bytes, ALIGNMENT);
    private final OperationRecorder recorder = new OperationRecorder();
    private final Map<String, Segment> segments = new LinkedHashMap<>();
    private final Map<ElementType, Map<List<Double>, Slot>> tables = new EnumMap<>(ElementType.class);
    private long counters;
    private long tableBytes;

    /** A command whose memory has no place yet. */
    private record Pending(int operation, Supplier<Command> command) {}

    /** Says what the commands that follow are for. */
    void begin(Subject subject) {
        recorder.begin(subject);
    }

    /** Says that commands may touch a segment. */
    void use(Segment segment) {
        Segment other = segments.putIfAbsent(segment.name(), segment);
        if (other != null && !other.equals(segment)) {
            throw new IllegalArgumentException(segment + " is already " + other);
        }
    }

    /** New memory in the arena. */
    Slot slot(String name, ElementType type, long count) {
        return Slot.planned(name, type, count);
    }

    /** Counters that are 0 before and after each run. */
    Slot counters(int count) {
        long offset = counters;
        counters = align(offset + 4L * count);
        return Slot.at("counters", new Buffer(COUNTERS, offset, ElementType.U32, count));
    }

    private static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Adds a launch. */
    void launch(Launch launch) {
        arena.step(placed(launch.reads()), placed(launch.writes()));
        int operation =
                recorder.step(launch.kernel(), launch.moves(), accesses(launch.reads()), accesses(launch.writes()));
        pending.add(new Pending(operation, launch::command));
    }

    /** Numbers that kernels look up; equal ones are there once. */
    Slot table(ElementType type, List<Double> values) {
        return tables.computeIfAbsent(type, unknown -> new LinkedHashMap<>()).computeIfAbsent(values, numbers -> {
            Buffer place = new Buffer(TABLES, tableBytes, type, numbers.size());
            tableBytes = align(tableBytes + place.bytes());
            return Slot.at("table", place);
        });
    }

    private List<Table> tables() {
        List<Table> all = new ArrayList<>();
        tables.values().forEach(some -> some.forEach((values, slot) -> all.add(new Table(slot.buffer(), values))));
        return all;
    }

    /** Adds a convolution; its result may be added to what lies there. */
    void convolution(
            Command.Convolution.Kind kind, ConvolutionGeometry geometry, Slot x, Slot kernel, Slot y, boolean adds) {
        List<Slot> reads = switch (kind) {
            case FORWARD -> List.of(x, kernel);
            case DATA_GRADIENT -> List.of(kernel, y);
            case KERNEL_GRADIENT -> List.of(x, y);
        };
        Slot written = switch (kind) {
            case FORWARD -> y;
            case DATA_GRADIENT -> x;
            case KERNEL_GRADIENT -> kernel;
        };
        List<Slot> all = new ArrayList<>(reads);
        if (adds) {
            all.add(written);
        }
        arena.step(placed(all), placed(List.of(written)));
        int operation = recorder.step("cudnn", false, accesses(all), accesses(List.of(written)));
        pending.add(new Pending(
                operation,
                () -> new Command.Convolution(kind, geometry, x.buffer(), kernel.buffer(), y.buffer(), adds)));
    }

    /** Adds a copy. */
    void copy(Slot from, Slot to) {
        arena.step(placed(List.of(from)), placed(List.of(to)));
        int operation = recorder.step("copy", true, accesses(List.of(from)), accesses(List.of(to)));
        pending.add(new Pending(operation, () -> new Command.Copy(from.buffer(), to.buffer())));
    }

    /** Says that the command added last may write its result over an input that nobody needs afterwards. */
    void mayOverwrite(Slot input, Slot output) {
        if (!input.isPlaced() && !output.isPlaced() && input.type() == output.type()) {
            arena.mayOverwrite(input, output);
        }
    }

    private static List<Slot> placed(Collection<Slot> slots) {
        return slots.stream().filter(slot -> !slot.isPlaced()).toList();
    }

    private static List<OperationRecorder.Access> accesses(Collection<Slot> slots) {
        return slots.stream()
                .map(slot -> new OperationRecorder.Access(slot, slot.bytes(), slot.bytes()))
                .toList();
    }

    /** The plan of all commands so far. */
    DevicePlan build(int batch, List<Slot> inputs, List<Slot> outputs) {
        Arena.Placement<Slot> placement = arena.place();
        placement.offsets().forEach((slot, offset) -> slot.place(ARENA, offset));
        List<Segment> all = new ArrayList<>(segments.values());
        all.add(new Segment(ARENA, Owner.PLAN, placement.size()));
        all.add(new Segment(COUNTERS, Owner.PLAN, counters));
        all.add(new Segment(TABLES, Owner.PLAN, tableBytes));
        return new DevicePlan(
                batch,
                all,
                pending.stream()
                        .map(each -> new DevicePlan.Step(each.command().get(), each.operation()))
                        .toList(),
                inputs.stream().map(Slot::buffer).toList(),
                outputs.stream().map(Slot::buffer).toList(),
                tables(),
                recorder.operations());
    }

    /** A launch whose memory has no place yet. */
    static final class Launch {
        private static final int THREADS = 256;
        /** As many threads as the largest GPUs run at once. */
        private static final long WALKERS = 1L << 18;

        private final String kernel;
        private final ElementType maps;
        private final Extent3 grid;
        private final Extent3 block;
        private final List<Supplier<Argument>> arguments = new ArrayList<>();
        private final List<Slot> reads = new ArrayList<>();
        private final List<Slot> writes = new ArrayList<>();
        private boolean moves;

        private Launch(String kernel, ElementType maps, Extent3 grid, Extent3 block) {
            this.kernel = kernel;
            this.maps = maps;
            this.grid = grid;
            this.block = block;
        }

        /** One with given blocks. */
        static Launch of(String kernel, ElementType maps, Extent3 grid, Extent3 block) {
            return new Launch(kernel, maps, grid, block);
        }

        /** One thread for each of so many pieces of work. */
        static Launch forEach(String kernel, ElementType maps, long count) {
            int blocks = Math.toIntExact((count + THREADS - 1) / THREADS);
            return new Launch(kernel, maps, new Extent3(Math.max(1, blocks), 1, 1), new Extent3(THREADS, 1, 1));
        }

        /** One thread for each 16 bytes of values of the type of maps. */
        static Launch forVectors(String kernel, ElementType maps, long count) {
            int vector = 16 / maps.bytes();
            return forEach(kernel, maps, (count + vector - 1) / vector);
        }

        /**
         * Threads that walk over values of the type of maps, 16 bytes at a time, and meet the same channels at each step.
         *
         * @param channels of which each thread has some
         */
        static Launch walking(String kernel, ElementType maps, long count, int channels) {
            int vector = 16 / maps.bytes();
            long needed = (count + vector - 1) / vector;
            long channelVectors = (channels + vector - 1) / vector;
            return forEach(kernel, maps, Math.min(needed, Math.max(channelVectors, WALKERS)));
        }

        Launch read(Slot slot) {
            reads.add(slot);
            arguments.add(slot::buffer);
            return this;
        }

        /** An array, or none. */
        Launch read(Optional<Slot> slot) {
            slot.ifPresentOrElse(this::read, () -> arguments.add(Argument.Absent::new));
            return this;
        }

        Launch write(Slot slot) {
            writes.add(slot);
            arguments.add(slot::buffer);
            return this;
        }

        /** One that is read and changed. */
        Launch change(Slot slot) {
            reads.add(slot);
            return write(slot);
        }

        Launch with(int value) {
            arguments.add(() -> new Argument.Whole(value));
            return this;
        }

        Launch with(long value) {
            arguments.add(() -> new Argument.Long(value));
            return this;
        }

        Launch with(float value) {
            arguments.add(() -> new Argument.Single(value));
            return this;
        }

        Launch with(double value) {
            arguments.add(() -> new Argument.Twice(value));
            return this;
        }

        /** Says that it changes a layout or a type and no value. */
        Launch moving() {
            moves = true;
            return this;
        }

        String kernel() {
            return kernel;
        }

        boolean moves() {
            return moves;
        }

        List<Slot> reads() {
            return reads;
        }

        List<Slot> writes() {
            return writes;
        }

        Command command() {
            return new Command.KernelLaunch(
                    kernel,
                    maps,
                    grid,
                    block,
                    arguments.stream().map(Supplier::get).toList());
        }
    }
}
