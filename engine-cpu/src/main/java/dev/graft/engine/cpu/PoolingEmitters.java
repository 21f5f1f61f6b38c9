package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** Poolings over windows and over whole maps, and their gradients. */
final class PoolingEmitters {
    /** The divisor is the number of values inside the map, as in Keras. */
    private static final dnnl.algorithm MEAN = dnnl.algorithm.pooling_avg_exclude_padding;

    private static final dnnl.algorithm MAXIMUM = dnnl.algorithm.pooling_max;
    private static final long[] DENSE = {0, 0};

    private PoolingEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.MaxPooling.class, (i, o, e) -> forward(i, MAXIMUM, o.window(), e));
        emitters.add(Forward.AveragePooling.class, (i, o, e) -> forward(i, MEAN, o.window(), e));
        emitters.add(
                Forward.GlobalMaxPooling.class,
                (i, o, e) -> forward(i, MAXIMUM, whole(i.inputs().get(0)), e));
        emitters.add(
                Forward.GlobalAveragePooling.class,
                (i, o, e) -> forward(i, MEAN, whole(i.inputs().get(0)), e));
        emitters.add(Backward.MaxPoolingGradient.class, (i, o, e) -> backward(i, MAXIMUM, o.window(), 1, e));
        emitters.add(Backward.AveragePoolingGradient.class, (i, o, e) -> backward(i, MEAN, o.window(), 0, e));
        emitters.add(
                Backward.GlobalMaxPoolingGradient.class, (i, o, e) -> backward(i, MAXIMUM, whole(i.output()), 1, e));
        emitters.add(
                Backward.GlobalAveragePoolingGradient.class, (i, o, e) -> backward(i, MEAN, whole(i.output()), 0, e));
    }

    /** The window that is as large as the map. */
    private static Window whole(Value map) {
        return new Window(new Extent(map.height(), map.width()), new Extent(1, 1), Margins.NONE);
    }

    private static pooling_forward.primitive_desc describe(
            Emission e, dnnl.algorithm kind, memory.desc x, memory.desc y, Window window) {
        dnnl.prop_kind prop = e.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
        return e.own(new pooling_forward.primitive_desc(
                e.dnn().device(),
                prop,
                kind,
                x,
                y,
                new long[] {window.stride().height(), window.stride().width()},
                new long[] {window.kernel().height(), window.kernel().width()},
                DENSE,
                new long[] {window.padding().top(), window.padding().left()},
                new long[] {window.padding().bottom(), window.padding().right()},
                e.attributes(),
                false));
    }

    /** Layout of the pooled value as a map, beside that of what is pooled. */
    private static memory.desc pooled(Value x, Value y, Emission e) {
        long[] dimensions = {e.batch(), y.channels(), y.isMap() ? y.height() : 1, y.isMap() ? y.width() : 1};
        return e.layout(e.mapTag(x), e.type(x), dimensions);
    }

    private static void forward(Instruction instruction, dnnl.algorithm kind, Window window, Emission e) {
        Value x = instruction.inputs().get(0);
        Value y = instruction.output();
        Slot source = e.read(x, e.preferred(x));
        Slot result = e.temporary(y.name(), pooled(x, y, e));
        pooling_forward.primitive_desc description = describe(e, kind, source.layout(), result.layout(), window);
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        writes.put(dnnl.DNNL_ARG_DST, result);
        if (e.training() && kind == MAXIMUM) {
            Slot positions = e.temporary(y.name(), e.own(description.workspace_desc()));
            e.workspace(y, positions);
            writes.put(dnnl.DNNL_ARG_WORKSPACE, positions);
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new pooling_forward(description),
                        Map.of(dnnl.DNNL_ARG_SRC, source),
                        writes);
        e.defineFromMap(y, result);
    }

    /** @param gradient which input is {@code dy} */
    private static void backward(
            Instruction instruction, dnnl.algorithm kind, Window window, int gradient, Emission e) {
        Value dy = instruction.inputs().get(gradient);
        Value dx = instruction.output();
        Slot source = e.readAsMap(dy, pooled(dx, dy, e));
        Slot result = e.write(dx);
        pooling_forward.primitive_desc hint = describe(e, kind, result.layout(), source.layout(), window);
        pooling_backward.primitive_desc description = e.own(new pooling_backward.primitive_desc(
                e.dnn().device(),
                kind,
                result.layout(),
                source.layout(),
                new long[] {window.stride().height(), window.stride().width()},
                new long[] {window.kernel().height(), window.kernel().width()},
                DENSE,
                new long[] {window.padding().top(), window.padding().left()},
                new long[] {window.padding().bottom(), window.padding().right()},
                hint,
                e.attributes(),
                false));
        Map<Integer, Slot> reads = new LinkedHashMap<>();
        reads.put(dnnl.DNNL_ARG_DIFF_DST, source);
        if (kind == MAXIMUM) {
            reads.put(dnnl.DNNL_ARG_WORKSPACE, e.workspace(instruction.forward().orElseThrow()));
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new pooling_backward(description),
                        reads,
                        Map.of(dnnl.DNNL_ARG_DIFF_SRC, result));
    }
}
