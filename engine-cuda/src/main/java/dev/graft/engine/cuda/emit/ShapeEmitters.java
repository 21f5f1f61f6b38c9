package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Value;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values moved to other places, and not changed. */
final class ShapeEmitters {
    /** As many maps as one launch joins. */
    private static final int JOINED = 4;

    private ShapeEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Concatenate.class, (i, o, e) -> concatenate(i, e));
        emitters.add(Backward.ConcatenateGradient.class, (i, o, e) -> cut(i, o.from(), e));
        emitters.add(Forward.Pad.class, (i, o, e) -> pad("pad", i, i.inputs().get(0), i.output(), o.margins(), e));
        emitters.add(
                Backward.PadGradient.class,
                (i, o, e) -> pad("padGradient", i, i.output(), i.inputs().get(0), o.margins(), e));
        emitters.add(Forward.Flatten.class, (i, o, e) -> flatten(i, o.channelsLast(), e));
        emitters.add(Backward.FlattenGradient.class, (i, o, e) -> unflatten(i, o.channelsLast(), e));
        emitters.add(Forward.Reshape.class, (i, o, e) -> reshape(i, e));
        emitters.add(Backward.ReshapeGradient.class, (i, o, e) -> reshape(i, e));
        emitters.add(Forward.TwoClassLogits.class, (i, o, e) -> logits("twoClassLogits", i, e));
        emitters.add(Backward.TwoClassLogitsGradient.class, (i, o, e) -> logits("twoClassLogitsGradient", i, e));
    }

    /** Four at a time. */
    private static void concatenate(Instruction instruction, Emission e) {
        Value y = instruction.output();
        Slot result = e.write(y);
        List<Value> inputs = instruction.inputs();
        int from = 0;
        for (int first = 0; first < inputs.size(); first += JOINED) {
            List<Value> some = inputs.subList(first, Math.min(first + JOINED, inputs.size()));
            int channels = some.stream().mapToInt(Value::channels).sum();
            long moved = (long) e.rows(y) * channels;
            Launch launch = Launch.forEach("joinRows", result.type(), moved);
            for (int i = 0; i < JOINED; i++) {
                launch.read(i < some.size() ? Optional.of(e.read(some.get(i), result.type())) : Optional.empty());
            }
            launch.write(result).with(moved);
            for (int i = 0; i < JOINED; i++) {
                launch.with(i < some.size() ? some.get(i).channels() : 0);
            }
            e.plan().launch(launch.with(y.channels()).with(from));
            from += channels;
        }
    }

    private static void cut(Instruction instruction, int from, Emission e) {
        Value whole = instruction.inputs().get(0);
        Value part = instruction.output();
        Slot result = e.write(part);
        Slot source = e.read(whole, result.type());
        rows(source, result, part.channels(), whole.channels(), part.channels(), from, 0, e);
    }

    private static void rows(Slot x, Slot y, int count, int rowOfX, int rowOfY, int fromX, int fromY, Emission e) {
        long moved = Math.min(x.count(), y.count());
        e.plan()
                .launch(Launch.forEach("copyRows", y.type(), moved)
                        .read(x)
                        .write(y)
                        .with(moved)
                        .with(count)
                        .with(rowOfX)
                        .with(rowOfY)
                        .with(fromX)
                        .with(fromY));
    }

    private static void pad(
            String kernel, Instruction instruction, Value inner, Value outer, Margins margins, Emission e) {
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(Launch.forEach(kernel, result.type(), result.count())
                        .read(e.read(instruction.inputs().get(0), result.type()))
                        .write(result)
                        .with(result.count())
                        .with(inner.height())
                        .with(inner.width())
                        .with(inner.channels())
                        .with(outer.height())
                        .with(outer.width())
                        .with(margins.top())
                        .with(margins.left()));
    }

    private static void flatten(Instruction instruction, boolean channelsLast, Emission e) {
        Value x = instruction.inputs().get(0);
        if (channelsLast) {
            e.define(instruction.output(), e.read(x, ElementType.F32));
        } else {
            leave(x, e.read(x), e.write(instruction.output()), e);
        }
    }

    private static void unflatten(Instruction instruction, boolean channelsLast, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value dx = instruction.output();
        if (channelsLast) {
            e.define(dx, e.read(dy, e.type(dx)));
        } else {
            enter(dx, e.read(dy), e.write(dx), e);
        }
    }

    /** Where both have one position the memory is the same; else through the order that both are said in. */
    private static void reshape(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Value y = instruction.output();
        if (Emission.area(x) == 1 && Emission.area(y) == 1) {
            e.define(y, e.read(x, e.type(y)));
            return;
        }
        Slot plain = e.read(x);
        if (x.isMap()) {
            plain = e.temporary(x.name(), ElementType.F32, e.count(x));
            leave(x, e.read(x), plain, e);
        }
        if (y.isMap()) {
            enter(y, plain, e.write(y), e);
        } else {
            e.define(y, plain);
        }
    }

    private static void logits(String kernel, Instruction instruction, Emission e) {
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(Launch.forEach(kernel, result.type(), e.batch())
                        .read(e.read(instruction.inputs().get(0)))
                        .write(result)
                        .with(e.batch()));
    }

    /** From a caller's order, channel by channel, to NHWC. */
    static void enter(Value map, Slot plain, Slot result, Emission e) {
        e.plan()
                .launch(Launch.forEach("enter", result.type(), result.count())
                        .read(plain)
                        .write(result)
                        .with(result.count())
                        .with(Emission.area(map))
                        .with(map.channels())
                        .moving());
    }

    /**
     * From images' bytes to what the network takes.
     *
     * @throws IllegalArgumentException if that has other channels than three in single precision
     */
    static void enterImages(Value map, Preprocessing preprocessing, Slot bytes, Slot result, Emission e) {
        if (map.channels() != 3 || result.type() != ElementType.F32) {
            throw new IllegalArgumentException(map + " is made of no images");
        }
        List<Double> table = new ArrayList<>();
        for (int channel = 0; channel < 3; channel++) {
            for (float value : preprocessing.table(channel)) {
                table.add((double) value);
            }
        }
        long positions = result.count() / 3;
        e.plan()
                .launch(Launch.forEach("enterImages", ElementType.F32, positions)
                        .read(bytes)
                        .read(e.plan().table(ElementType.F32, table))
                        .write(result)
                        .with(positions)
                        .with(preprocessing.plane(0))
                        .with(preprocessing.plane(1))
                        .with(preprocessing.plane(2))
                        .moving());
    }

    /** The way back from {@link #enter}. */
    static void leave(Value map, Slot source, Slot plain, Emission e) {
        e.plan()
                .launch(Launch.forEach("leave", source.type(), source.count())
                        .read(source)
                        .write(plain)
                        .with(source.count())
                        .with(Emission.area(map))
                        .with(map.channels())
                        .moving());
    }
}
