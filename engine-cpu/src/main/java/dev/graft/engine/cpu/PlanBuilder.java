package dev.graft.engine.cpu;

import dev.graft.engine.compiled.OperationRecorder;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.compiled.StepObserver;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.program.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;

/** Collects steps and the memory that they need, then places the memory and binds the steps to it. */
final class PlanBuilder {
    private static final String JAVA = "java";

    private final OneDnn dnn;
    private final NativeScope handles;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Slot, memory> memories = new IdentityHashMap<>();
    private final List<String> implementations = new ArrayList<>();
    private final Arena<Slot> arena = new Arena<>(Slot::bytes, NativeMemory.ALIGNMENT);
    private final OperationRecorder recorder = new OperationRecorder();
    private long scratchpad;

    /** @param handles owns what the plan needs, and is closed with it */
    PlanBuilder(OneDnn dnn, NativeScope handles) {
        this.dnn = dnn;
        this.handles = handles;
    }

    /** A step whose memory has no place yet. */
    private interface Binder {
        Step bind(NativeMemory scratchpad);
    }

    /** @param operation number of the operation that the step is part of */
    private record Pending(int operation, Binder binder) {}

    /** Says what the steps that follow are for. */
    void begin(Subject subject) {
        recorder.begin(subject);
    }

    /** New memory in the arena. */
    Slot slot(String name, memory.desc layout) {
        return Slot.planned(name, layout);
    }

    /**
     * Adds a primitive.
     *
     * @param where for people: the layer it belongs to
     * @param arguments by oneDNN's number of the argument; those that it writes are in {@code writes}
     */
    void execute(
            String where,
            primitive_desc_base description,
            primitive primitive,
            Map<Integer, Slot> reads,
            Map<Integer, Slot> writes) {
        String implementation = Implementations.name(description);
        implementations.add(where + ": " + implementation);
        boolean reorder = description instanceof reorder.primitive_desc;
        int operation = recorder.step(implementation, reorder, accesses(reads.values()), accesses(writes.values()));
        memory.desc scratch = handles.own(description.scratchpad_desc());
        scratchpad = Math.max(scratchpad, scratch.get_size());
        arena.step(placed(reads.values()), placed(writes.values()));
        Map<Integer, Slot> arguments = new LinkedHashMap<>(reads);
        arguments.putAll(writes);
        handles.own(primitive);
        pending.add(new Pending(operation, block -> {
            IntMemoryMap map = handles.own(new IntMemoryMap());
            arguments.forEach((number, slot) -> map.put(number, memory(slot)));
            if (scratch.get_size() > 0) {
                map.put(dnnl.DNNL_ARG_SCRATCHPAD, handles.own(new memory(scratch, dnn.device(), block.at(0))));
            }
            return batch -> primitive.execute(dnn.stream(), map);
        }));
    }

    /**
     * Adds a step in Java.
     *
     * @param bind is called when all memory has its place
     */
    void call(List<Slot> reads, List<Slot> writes, Function<Binding, Step> bind) {
        call(JAVA, reads, writes, List.of(), bind);
    }

    /**
     * Adds a step in Java that has a name and needs memory while it runs.
     *
     * @param implementation for people
     * @param temporary its own memory
     * @param bind is called when all memory has its place
     */
    void call(
            String implementation,
            List<Slot> reads,
            List<Slot> writes,
            List<Slot> temporary,
            Function<Binding, Step> bind) {
        List<Slot> written = new ArrayList<>(writes);
        written.addAll(temporary);
        arena.step(placed(reads), placed(written));
        int operation = recorder.step(implementation, false, accesses(reads), accesses(writes));
        pending.add(new Pending(operation, block -> bind.apply(this::memory)));
    }

    /** Gives a slot's memory once it has its place. */
    interface Binding {
        memory memory(Slot slot);
    }

    /** Says that the step added last may write its result over an input that nobody needs afterwards. */
    void mayOverwrite(Slot input, Slot output) {
        if (!input.hasAddress() && !output.hasAddress()) {
            arena.mayOverwrite(input.root(), output.root());
        }
    }

    /** Keeps memory until the end of the run. */
    void keep(Slot slot) {
        if (!slot.hasAddress()) {
            arena.keep(slot.root());
        }
    }

    /** Those that the arena has to place. */
    private static List<Slot> placed(Collection<Slot> slots) {
        return slots.stream().map(Slot::root).filter(root -> !root.hasAddress()).toList();
    }

    static List<OperationRecorder.Access> accesses(Collection<Slot> slots) {
        return slots.stream()
                .map(slot -> new OperationRecorder.Access(
                        slot.root(), slot.valueBytes(), slot.root().bytes()))
                .toList();
    }

    private memory memory(Slot slot) {
        return memories.computeIfAbsent(slot, s -> handles.own(new memory(s.layout(), dnn.device(), s.address())));
    }

    /**
     * The plan of all steps so far.
     *
     * @param inputs slots whose memory is given at every run
     * @param outputs the same for results
     * @param shapes of the results
     * @param observer runs the steps
     * @param threads that they run with
     */
    Plan build(List<Slot> inputs, List<Slot> outputs, List<long[]> shapes, StepObserver observer, int threads) {
        Arena.Placement<Slot> placement = arena.place();
        NativeMemory maps = new NativeMemory(placement.size());
        placement.offsets().forEach((slot, offset) -> slot.place(maps.at(offset)));
        NativeMemory scratch = new NativeMemory(scratchpad);
        List<PlannedOperation> operations = recorder.operations();
        List<PlannedStep> steps = pending.stream()
                .map(step -> new PlannedStep(step.binder().bind(scratch), operations.get(step.operation())))
                .toList();
        return new Plan(
                dnn,
                observer,
                threads,
                steps,
                inputs.stream().map(this::memory).toList(),
                outputs.stream().map(this::memory).toList(),
                shapes,
                handles,
                List.of(maps, scratch),
                List.copyOf(implementations));
    }
}
