package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.Subject;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.InPlace;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** A program on its way to a plan for one batch size: which slot holds which value. Maps lie as NHWC. */
final class Emission {
    /** Images and the like stay in single precision, as vectors do. */
    private static final int FEW_CHANNELS = 4;
    /** Blocks of a reduction over rows, all channels together: a few for each multiprocessor. */
    private static final int BLOCKS = 512;
    /** Rows that a thread of a reduction adds up at least. */
    private static final int ROWS = 16;

    private final PlanBuilder plan;
    private final ParameterPlaces places;
    private final ElementType maps;
    private final int batch;
    private final Map<Value, Parameter> parameters = new HashMap<>();
    private final Map<Value, Parameter> learning = new HashMap<>();
    private final Map<Value, Slot> slots = new HashMap<>();
    private final Map<Value, Map<ElementType, Slot>> converted = new HashMap<>();
    private final List<Followed> followed = new ArrayList<>();
    private final Set<Slot> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Fusions fusions;

    /** @param maps what feature maps are made of */
    Emission(PlanBuilder plan, ParameterPlaces places, ElementType maps, int batch, Program program) {
        this.plan = plan;
        this.places = places;
        this.maps = maps;
        this.batch = batch;
        program.parameters().forEach(parameter -> parameters.put(parameter.value(), parameter));
        program.gradients().forEach((value, gradient) -> learning.put(gradient, parameter(value)));
        this.fusions = new Fusions(program, maps);
    }

    /**
     * Running statistics that follow a batch's.
     *
     * @param running where they lie among the parameters
     * @param momentum share that is kept
     * @param bias what the batch's lack, among the parameters
     */
    private record Followed(Buffer running, double momentum, Optional<Buffer> bias) {}

    Fusions fusions() {
        return fusions;
    }

    /** Running statistics are to follow the batch's, which lie beside them in the vector of gradients. */
    void follow(Value running, double momentum, Optional<Value> bias) {
        Buffer place = places.current(parameter(running));
        followed.add(new Followed(place, momentum, bias.map(value -> places.current(parameter(value)))));
    }

    /** Adds the launch that moves all running statistics. */
    void finishStatistics() {
        if (followed.isEmpty()) {
            return;
        }
        plan.begin(new Subject(Phase.FORWARD, "UpdateStatistics", "all", Integer.toString(followed.size()), false, 0));
        plan.launch(Launch.of("follow", ElementType.F32, new Extent3(followed.size(), 1, 1), new Extent3(256, 1, 1))
                .change(Slot.at("parameters", places.parameters()))
                .read(Slot.at("gradients", places.gradients()))
                .read(table(ElementType.I64, each -> (double) index(each.running)))
                .read(table(ElementType.I32, each -> (double) each.running.count()))
                .read(table(ElementType.F32, each -> each.momentum))
                .read(table(ElementType.F32, each -> 1 - each.momentum))
                .read(table(
                        ElementType.I64,
                        each -> each.bias.map(Emission::index).orElse(-1L).doubleValue())));
    }

    private Slot table(ElementType type, ToDoubleFunction<Followed> value) {
        return plan.table(type, followed.stream().map(value::applyAsDouble).toList());
    }

    private static long index(Buffer buffer) {
        return buffer.offset() / buffer.type().bytes();
    }

    PlanBuilder plan() {
        return plan;
    }

    int batch() {
        return batch;
    }

    /** What feature maps are made of. */
    ElementType maps() {
        return maps;
    }

    ParameterPlaces places() {
        return places;
    }

    /** What a value is made of. */
    ElementType type(Value value) {
        if (value.kind() == Value.Kind.LOSS) {
            return ElementType.F64;
        }
        return value.isMap() && value.channels() > FEW_CHANNELS ? maps : ElementType.F32;
    }

    /** Number of values in all, with the batch where there is one. */
    long count(Value value) {
        return value.kind().perImage() ? batch * value.elements() : value.elements();
    }

    /** Positions of all images; images of a vector. */
    int rows(Value value) {
        return Math.toIntExact(batch * (long) area(value));
    }

    /** Positions of an image; 1 of a vector. */
    static int area(Value value) {
        return value.isMap() ? value.height() * value.width() : 1;
    }

    /** The parameter that a value is. */
    Parameter parameter(Value value) {
        Parameter parameter = parameters.get(value);
        if (parameter == null) {
            throw new IllegalStateException(value + " is no parameter");
        }
        return parameter;
    }

    // ---- values

    /** A value as it lies. */
    Slot read(Value value) {
        Slot slot = slots.get(value);
        if (slot == null) {
            Parameter parameter = parameters.get(value);
            if (parameter == null) {
                throw new IllegalStateException(value + " is read before it is written");
            }
            slot = at(
                    value,
                    places.moves(parameter)
                            ? places.current(parameter)
                            : places.constant(parameter, ElementType.F32, KernelOrder.PLAIN));
            slots.put(value, slot);
        }
        return slot;
    }

    /** A value in a type; converted if it is of another. */
    Slot read(Value value, ElementType type) {
        Slot slot = read(value);
        if (slot.type() == type) {
            return slot;
        }
        return converted
                .computeIfAbsent(value, unknown -> new EnumMap<>(ElementType.class))
                .computeIfAbsent(type, unknown -> {
                    Slot copy = plan.slot(value.name(), type, slot.count());
                    convert(slot, copy);
                    return copy;
                });
    }

    /** A convolution's kernel in a type. */
    Slot kernel(Value value, ElementType type, KernelOrder order) {
        Parameter parameter = parameter(value);
        if (!places.moves(parameter)) {
            return at(value, places.constant(parameter, type, order));
        }
        return at(value, type == ElementType.F32 ? places.current(parameter) : places.narrowed(parameter));
    }

    /** Memory for a new value: a parameter's gradient lies where the optimizer looks for it. */
    Slot write(Value value) {
        Parameter parameter = learning.get(value);
        Slot slot = parameter == null
                ? plan.slot(value.name(), type(value), count(value))
                : at(value, places.gradient(parameter));
        slots.put(value, slot);
        return slot;
    }

    /** Where a kernel's gradient is left by convolutions of a type: the last word has {@link ParameterPlaces#narrowedGradient}. */
    Optional<Slot> writeNarrowed(Value value) {
        Parameter parameter = learning.get(value);
        return Optional.ofNullable(parameter).map(learns -> at(value, places.narrowedGradient(learns)));
    }

    /** Says that a value lies in memory that another value has, too. */
    void define(Value value, Slot slot) {
        slots.put(value, slot);
        shared.add(slot);
    }

    /** Says that a value lies in memory whose value nobody reads any more. */
    void replace(Value value, Slot slot) {
        slots.put(value, slot);
    }

    /** Memory that a gradient of a type adds itself to, instead of memory of its own; the gradient then lies there. */
    Optional<Slot> sum(Value gradient, ElementType type) {
        Optional<Slot> before =
                fusions.addedTo(gradient).map(this::read).filter(slot -> slot.type() == type && isOwn(slot));
        before.ifPresent(slot -> replace(gradient, slot));
        return before;
    }

    /** Whether memory may be written because only one value lies there. */
    boolean isOwn(Slot slot) {
        return !slot.isPlaced() && !shared.contains(slot);
    }

    Slot at(Value value, Buffer buffer) {
        return Slot.at(value.name(), buffer);
    }

    /** Whether a value has been written already. */
    boolean isWritten(Value value) {
        return slots.containsKey(value);
    }

    /** Memory of no value's. */
    Slot temporary(String name, ElementType type, long count) {
        return plan.slot(name, type, count);
    }

    /** From one type to the other, in the same order. */
    void convert(Slot from, Slot to) {
        boolean narrows = to.type() != ElementType.F32;
        Launch launch =
                Launch.forVectors(narrows ? "narrowMap" : "widenMap", narrows ? to.type() : from.type(), to.count());
        plan.launch(launch.read(from).write(to).with(to.count()).moving());
    }

    /** Says that the last command's result may lie over one of an instruction's inputs. */
    void mayOverwrite(Instruction instruction) {
        for (Value input : InPlace.possible(instruction)) {
            Slot slot = slots.get(input);
            if (slot != null) {
                plan.mayOverwrite(slot, read(instruction.output()));
            }
        }
    }

    // ---- numbers that kernels know

    static int code(Function function) {
        return switch (function) {
            case RELU -> 1;
            case RELU6 -> 2;
            case SWISH -> 3;
            case SIGMOID -> 4;
            case TANH -> 5;
        };
    }

    /** Blocks of a reduction over rows for each channel, TILE channels wide. */
    static Extent3 reduction(int channels, long rows, int deep) {
        int tiles = tiles(channels);
        long most = Math.max(1, BLOCKS / ((long) tiles * deep));
        long wanted = Math.max(1, rows / (LANES * ROWS));
        return new Extent3(tiles, (int) Math.min(most, wanted), deep);
    }

    static int tiles(int channels) {
        return (channels + TILE - 1) / TILE;
    }

    /** As in the kernels' source. */
    static final int TILE = 32;

    static final int LANES = 8;
    static final Extent3 COLUMN = new Extent3(TILE, LANES, 1);
}
