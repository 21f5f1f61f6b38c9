package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.javacpp.FloatPointer;

/** Operations that move values without changing them. */
final class ShapeEmitters {
    private static final int CHANNELS = 1;

    private ShapeEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Concatenate.class, (i, o, e) -> concatenate(i, e));
        emitters.add(Backward.ConcatenateGradient.class, (i, o, e) -> slice(i, o.from(), e));
        emitters.add(Forward.Pad.class, (i, o, e) -> pad(i, o.margins(), e));
        emitters.add(Backward.PadGradient.class, (i, o, e) -> crop(i, o.margins(), e));
        emitters.add(Forward.Flatten.class, (i, o, e) -> flatten(i, o.channelsLast(), e));
        emitters.add(Backward.FlattenGradient.class, (i, o, e) -> unflatten(i, o.channelsLast(), e));
        emitters.add(Forward.Reshape.class, (i, o, e) -> reshape(i, e));
        emitters.add(Backward.ReshapeGradient.class, (i, o, e) -> reshape(i, e));
        emitters.add(Forward.TwoClassLogits.class, (i, o, e) -> twoLogits(i, e));
        emitters.add(Backward.TwoClassLogitsGradient.class, (i, o, e) -> oneLogit(i, e));
    }

    private static void concatenate(Instruction instruction, Emission e) {
        List<Value> inputs = instruction.inputs();
        Map<Integer, Slot> reads = new LinkedHashMap<>();
        memory.desc[] layouts = new memory.desc[inputs.size()];
        for (int i = 0; i < layouts.length; i++) {
            Slot slot = e.read(inputs.get(i), like(instruction.output(), inputs.get(i), e));
            reads.put(dnnl.DNNL_ARG_MULTIPLE_SRC + i, slot);
            layouts[i] = slot.layout();
        }
        Slot result = e.write(instruction.output());
        memory_desc_vector vector = e.own(new memory_desc_vector(layouts));
        concat.primitive_desc description = e.own(
                new concat.primitive_desc(e.dnn().device(), result.layout(), CHANNELS, vector, e.attributes(), false));
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new concat(description),
                        reads,
                        Map.of(dnnl.DNNL_ARG_DST, result));
    }

    /** A map of few channels lies otherwise, but what is put together must lie alike. */
    private static memory.desc like(Value result, Value input, Emission e) {
        return result.isMap() ? e.layout(e.mapTag(result), e.type(result), e.dimensions(input)) : e.plain(input);
    }

    /** A part of a slot, as another slot over the same memory. */
    private static Slot part(Slot slot, long[] dimensions, long[] offsets, Emission e) {
        return slot.as(e.own(slot.layout().submemory_desc(dimensions, offsets)));
    }

    private static void slice(Instruction instruction, int from, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value dx = instruction.output();
        boolean whole =
                from % e.format().block() == 0 && dx.channels() % e.format().block() == 0;
        Slot source = e.read(dy, whole ? e.preferred(dy) : e.plain(dy));
        long[] offsets = new long[dy.dimensions().size() + 1];
        offsets[CHANNELS] = from;
        e.reorder(instruction.layer(), part(source, e.dimensions(dx), offsets, e), e.write(dx));
    }

    private static long[] corner(Margins margins) {
        return new long[] {0, 0, margins.top(), margins.left()};
    }

    private static void pad(Instruction instruction, Margins margins, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x, e.preferred(x));
        Slot result = e.write(instruction.output());
        e.clear(result);
        e.reorder(instruction.layer(), source, part(result, e.dimensions(x), corner(margins), e));
    }

    private static void crop(Instruction instruction, Margins margins, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value dx = instruction.output();
        Slot source = e.read(dy, e.preferred(dy));
        e.reorder(instruction.layer(), part(source, e.dimensions(dx), corner(margins), e), e.write(dx));
    }

    private static memory.desc flattened(Value map, boolean channelsLast, Emission e) {
        memory.format_tag tag = channelsLast ? memory.format_tag.nhwc : memory.format_tag.nchw;
        return e.layout(tag, e.dimensions(map));
    }

    private static void flatten(Instruction instruction, boolean channelsLast, Emission e) {
        Value x = instruction.inputs().get(0);
        Value y = instruction.output();
        e.define(y, e.read(x, flattened(x, channelsLast, e)).as(e.plain(y)));
    }

    private static void unflatten(Instruction instruction, boolean channelsLast, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value dx = instruction.output();
        e.define(dx, e.read(dy, e.plain(dy)).as(flattened(dx, channelsLast, e)));
        e.settle(dx);
    }

    private static void reshape(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Value y = instruction.output();
        if (y.isMap() && y.height() * y.width() == 1 && !x.isMap()) {
            e.defineFromMap(y, e.readAsMap(x, e.preferred(y)));
        } else if (x.isMap() && x.height() * x.width() == 1 && !y.isMap()) {
            e.defineFromMap(y, e.read(x));
        } else {
            e.define(y, e.read(x, e.plain(x)).as(e.plain(y)));
            e.settle(y);
        }
    }

    private static void twoLogits(Instruction instruction, Emission e) {
        Value z = instruction.inputs().get(0);
        Slot source = e.read(z, e.plain(z));
        Slot result = e.write(instruction.output());
        e.plan().call(List.of(source), List.of(result), binding -> {
            FloatPointer one = new FloatPointer(source.address());
            FloatPointer two = new FloatPointer(result.address());
            return batch -> {
                for (int i = 0; i < e.batch(); i++) {
                    two.put(2L * i, 0).put(2L * i + 1, one.get(i));
                }
            };
        });
    }

    private static void oneLogit(Instruction instruction, Emission e) {
        Value d = instruction.inputs().get(0);
        Slot source = e.read(d, e.plain(d));
        Slot result = e.write(instruction.output());
        e.plan().call(List.of(source), List.of(result), binding -> {
            FloatPointer two = new FloatPointer(source.address());
            FloatPointer one = new FloatPointer(result.address());
            return batch -> {
                for (int i = 0; i < e.batch(); i++) {
                    one.put(i, two.get(2L * i + 1));
                }
            };
        });
    }
}
