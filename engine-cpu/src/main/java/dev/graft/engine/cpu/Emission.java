package dev.graft.engine.cpu;

import dev.graft.engine.Precision;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * A program on its way to a plan for one batch size: which slot holds which value, in which layout. Instructions' emitters
 * read and write values through it; where a layout differs from the one wanted, it converts.
 */
final class Emission {
    private static final memory.format_tag[] PLAIN = {
        memory.format_tag.a,
        memory.format_tag.a,
        memory.format_tag.ab,
        memory.format_tag.abc,
        memory.format_tag.abcd,
        memory.format_tag.abcde
    };

    /** Images enter as they are given; blocks of 16 channels would make 5 times as much of three. */
    static final int FEW_CHANNELS = 4;

    private final OneDnn dnn;
    private final NativeScope handles;
    private final PlanBuilder plan;
    private final Winograd winograd;
    private final ParameterMemory store;
    private final MapFormat format;
    private final memory.data_type mapType;
    private final int batch;
    private final boolean training;
    private final Map<Value, Parameter> parameters = new HashMap<>();
    private final Map<Value, Value> learning = new HashMap<>();
    private final Map<Value, List<Instruction>> backward = new HashMap<>();
    private final Map<Value, Slot> slots = new HashMap<>();
    private final Map<Value, List<Slot>> converted = new HashMap<>();
    private final Map<Transformed, Slot> transformed = new HashMap<>();
    private final Map<Value, Slot> workspaces = new HashMap<>();

    Emission(
            OneDnn dnn,
            NativeScope handles,
            PlanBuilder plan,
            Winograd winograd,
            ParameterMemory store,
            MapFormat format,
            Precision precision,
            int batch,
            Program program) {
        this.dnn = dnn;
        this.handles = handles;
        this.plan = plan;
        this.winograd = winograd;
        this.store = store;
        this.format = format;
        this.mapType = precision == Precision.BF16 ? memory.data_type.bf16 : memory.data_type.f32;
        this.batch = batch;
        this.training = !program.gradients().isEmpty();
        program.parameters().forEach(parameter -> parameters.put(parameter.value(), parameter));
        program.gradients().forEach((parameter, gradient) -> learning.put(gradient, parameter));
        program.instructions()
                .forEach(instruction -> instruction
                        .forward()
                        .ifPresent(forward -> backward.computeIfAbsent(forward, f -> new ArrayList<>())
                                .add(instruction)));
    }

    OneDnn dnn() {
        return dnn;
    }

    PlanBuilder plan() {
        return plan;
    }

    /** Which convolutions are computed by tiles. */
    Winograd winograd() {
        return winograd;
    }

    /** Who computes what oneDNN does not. */
    Workers workers() {
        return winograd.workers();
    }

    int batch() {
        return batch;
    }

    /** Whether gradients follow, for which forward operations must leave what they need. */
    boolean training() {
        return training;
    }

    MapFormat format() {
        return format;
    }

    // ---- layouts

    /** In single precision. */
    memory.desc layout(memory.format_tag tag, long... dimensions) {
        return layout(tag, memory.data_type.f32, dimensions);
    }

    memory.desc layout(memory.format_tag tag, memory.data_type type, long... dimensions) {
        return handles.own(new memory.desc(dimensions, type, tag));
    }

    /** What feature maps are made of. Vectors and images stay in single precision. */
    memory.data_type mapType() {
        return mapType;
    }

    /** What a value is made of. */
    memory.data_type type(Value value) {
        return value.isMap() && value.channels() > FEW_CHANNELS ? mapType : memory.data_type.f32;
    }

    /** A map as it lies, in the type that convolutions take. */
    memory.desc operand(Value map) {
        memory.desc layout = read(map).layout();
        return type(map).value == mapType.value ? layout : layout(mapTag(map), mapType, dimensions(map));
    }

    /** In single precision, with as many values from one to the next along each dimension. */
    memory.desc strided(long[] dimensions, long[] strides) {
        return handles.own(new memory.desc(dimensions, memory.data_type.f32, strides));
    }

    memory.desc plain(long... dimensions) {
        return layout(PLAIN[dimensions.length], dimensions);
    }

    /** With the batch where there is one. */
    long[] dimensions(Value value) {
        LongStream own = value.dimensions().stream().mapToLong(Integer::longValue);
        return (value.kind().perImage() ? LongStream.concat(LongStream.of(batch), own) : own).toArray();
    }

    /** In the order in which callers give and get arrays. */
    memory.desc plain(Value value) {
        return plain(dimensions(value));
    }

    /** In which a value lies unless an emitter has reason for another. */
    memory.desc preferred(Value value) {
        return value.isMap() ? layout(mapTag(value), type(value), dimensions(value)) : plain(value);
    }

    /** Left to the primitive, in single precision. */
    memory.desc any(long... dimensions) {
        return layout(memory.format_tag.any, dimensions);
    }

    /** Left to the primitive, in the type of maps. */
    memory.desc anyMap(long... dimensions) {
        return layout(memory.format_tag.any, mapType, dimensions);
    }

    /** Takes over a native object. */
    <P extends Pointer> P own(P handle) {
        return handles.own(handle);
    }

    /** For primitives: scratch memory is the plan's. */
    primitive_attr attributes() {
        return OneDnn.attributes(handles);
    }

    /** Of maps with as many channels as this one, whatever their height and width. */
    memory.format_tag mapTag(Value map) {
        return map.channels() > FEW_CHANNELS ? format.tag() : memory.format_tag.nchw;
    }

    // ---- values

    /** A value as it lies. */
    Slot read(Value value) {
        Slot slot = slots.get(value);
        if (slot != null) {
            return slot;
        }
        Parameter parameter = parameters.get(value);
        if (parameter == null) {
            throw new IllegalStateException(value + " is read before it is written");
        }
        memory.desc plain = plain(value);
        slot = store.isConstant(parameter)
                ? store.constant(parameter, KernelForm.PLAIN, plain, plain)
                : store.current(parameter, plain);
        slots.put(value, slot);
        return slot;
    }

    /** A value in a layout; converted if it lies otherwise. */
    Slot read(Value value, memory.desc wanted) {
        Slot slot = read(value);
        if (slot.layout().equals(wanted)) {
            return slot;
        }
        for (Slot other : converted.computeIfAbsent(value, v -> new ArrayList<>())) {
            if (other.layout().equals(wanted)) {
                return other;
            }
        }
        Slot copy = plan.slot(value.name(), wanted);
        reorder(value.name(), slot, copy);
        converted.get(value).add(copy);
        return copy;
    }

    /**
     * A kernel in the layout of a primitive.
     *
     * @param plain of the plain order, with the dimensions of {@code wanted}
     */
    Slot kernel(Value value, memory.desc plain, memory.desc wanted) {
        for (Slot other : converted.computeIfAbsent(value, v -> new ArrayList<>())) {
            if (other.layout().equals(wanted)) {
                return other;
            }
        }
        Parameter parameter = Lookup.in(parameters, value, "parameter");
        Slot slot;
        if (store.isConstant(parameter)) {
            slot = store.constant(parameter, KernelForm.PLAIN, plain, wanted);
        } else {
            slot = store.current(parameter, plain);
            if (!plain.equals(wanted)) {
                Slot copy = plan.slot(value.name(), wanted);
                reorder(value.name(), slot, copy);
                slot = copy;
            }
        }
        converted.get(value).add(slot);
        return slot;
    }

    /** Whether a kernel stays as it is from run to run. */
    boolean isConstant(Value kernel) {
        return store.isConstant(Lookup.in(parameters, kernel, "parameter"));
    }

    private record Transformed(Value kernel, KernelForm form) {}

    /** A kernel of 3 x 3 as 36 matrices: made once if it is constant, at every run if not. */
    Slot transformed(String layer, Value kernel, KernelForm form, memory.desc wanted) {
        return transformed.computeIfAbsent(new Transformed(kernel, form), key -> {
            Parameter parameter = Lookup.in(parameters, kernel, "parameter");
            memory.desc plain = plain(kernel);
            return store.isConstant(parameter)
                    ? store.constant(parameter, form, plain, wanted)
                    : new WinogradKernels(dnn, handles, plain, form)
                            .emit(layer, store.current(parameter, plain), wanted, this);
        });
    }

    /** Memory for a new value, in the layout it prefers. */
    Slot write(Value value) {
        return write(value, preferred(value));
    }

    /** Memory for a new value. */
    Slot write(Value value, memory.desc layout) {
        Value parameter = learning.get(value);
        Slot slot = parameter == null
                ? plan.slot(value.name(), layout)
                : store.gradient(Lookup.in(parameters, parameter, "parameter"), layout);
        slots.put(value, slot);
        return slot;
    }

    /** Says that a value lies in memory that is there already. */
    void define(Value value, Slot slot) {
        slots.put(value, slot);
    }

    /** Says that a value lies in a map's memory, {@code [batch, channels, 1, 1]} where the value is a vector. */
    void defineFromMap(Value value, Slot map) {
        if (value.isMap()) {
            define(value, map);
            return;
        }
        memory.desc asMap = layout(memory.format_tag.nchw, batch, value.channels(), 1, 1);
        Slot plain = map;
        if (!sameMemory(map.layout(), asMap)) {
            plain = plan.slot(value.name(), asMap);
            reorder(value.name(), map, plain);
        }
        define(value, plain.as(plain(value)));
    }

    /** Whether a map of one position is, in memory, the vector that the other is. */
    private boolean sameMemory(memory.desc map, memory.desc plain) {
        boolean ordered = !format.isBlocked() || map.equals(plain);
        return ordered && map.get_data_type().value == plain.get_data_type().value;
    }

    /** A value as a map; a vector as {@code [batch, channels, 1, 1]}. */
    Slot readAsMap(Value value, memory.desc wanted) {
        if (value.isMap()) {
            return read(value, wanted);
        }
        Slot plain = read(value, plain(value));
        Slot asMap = plain.as(layout(memory.format_tag.nchw, batch, value.channels(), 1, 1));
        if (sameMemory(wanted, asMap.layout())) {
            return plain.as(wanted);
        }
        Slot copy = plan.slot(value.name(), wanted);
        reorder(value.name(), asMap, copy);
        return copy;
    }

    /** Moves a value to the layout it prefers, if it lies otherwise. */
    void settle(Value value) {
        define(value, read(value, preferred(value)));
    }

    /** Memory of no value's. */
    Slot temporary(String name, memory.desc layout) {
        return plan.slot(name, layout);
    }

    /** Whether a value has been written already. */
    boolean isWritten(Value value) {
        return slots.containsKey(value);
    }

    /** Another backward instruction of the same forward instruction. */
    Optional<Instruction> besides(Instruction instruction, Class<? extends Operation> operation) {
        return backward.getOrDefault(instruction.forward().orElseThrow(), List.of()).stream()
                .filter(other -> operation.isInstance(other.operation()))
                .findFirst();
    }

    /** What a forward operation leaves for its gradient. */
    void workspace(Value output, Slot workspace) {
        workspaces.put(output, workspace);
    }

    /** See {@link #workspace(Value, Slot)}. */
    Slot workspace(Value output) {
        return Lookup.in(workspaces, output, "workspace");
    }

    /** Fills memory with zeros at every run. */
    void clear(Slot slot) {
        plan.call(List.of(), List.of(slot), binding -> {
            Pointer memory = slot.address();
            return batch -> Pointer.memset(memory, 0, slot.bytes());
        });
    }

    /** Copies from one layout to another. */
    void reorder(String where, Slot from, Slot to) {
        reorder.primitive_desc description = own(new reorder.primitive_desc(
                dnn.device(), from.layout(), dnn.device(), to.layout(), attributes(), false));
        plan.execute(
                where,
                description,
                new reorder(description),
                Map.of(dnnl.DNNL_ARG_FROM, from),
                Map.of(dnnl.DNNL_ARG_TO, to));
    }
}
