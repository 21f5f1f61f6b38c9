package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Maps times gates of one value for each channel of each image, as squeeze-and-excitation has them.
 *
 * <p>The gate's gradient is a sum over height and width of a product, for which oneDNN has nothing fast. A batch
 * normalization with a mean of 0 and a variance of 1, however, multiplies by its gamma and nothing else; if every image is
 * a batch of its own and its gates are that gamma, the gradient of gamma is the gate's, and that of the input the map's.
 */
final class GateEmitters {
    private static final int FLAGS = normalization_flags.use_scale.value | normalization_flags.use_global_stats.value;

    private GateEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(
                Forward.Multiply.class,
                (i, o, e) -> multiply(i, i.inputs().get(0), i.inputs().get(1), e));
        emitters.add(Backward.MultiplyGateGradient.class, (i, o, e) -> gradients(i, e));
        emitters.add(Backward.MultiplyMapGradient.class, (i, o, e) -> {
            if (!e.isWritten(i.output())) {
                multiply(i, i.inputs().get(1), i.inputs().get(0), e);
            }
        });
    }

    private static void multiply(Instruction instruction, Value map, Value gate, Emission e) {
        Slot x = e.read(map);
        Slot factor = e.read(gate, gateLayout(map, e.type(map), e));
        ElementwiseEmitters.product(instruction.layer(), x, factor, e.write(instruction.output(), x.layout()), e);
    }

    private static memory.desc gateLayout(Value map, memory.data_type type, Emission e) {
        return e.layout(e.mapTag(map), type, e.batch(), map.channels(), 1, 1);
    }

    /** Of the gate, and of the map on the way if it is wanted. */
    private static void gradients(Instruction instruction, Emission e) {
        Value map = instruction.inputs().get(0);
        Instruction product =
                e.besides(instruction, Backward.MultiplyMapGradient.class).orElse(null);
        memory.desc layout = e.preferred(map);
        Slot x = e.read(map, layout);
        Slot dy = e.read(instruction.inputs().get(1), layout);
        Slot dmap = product == null ? e.temporary("unused", layout) : e.write(product.output(), layout);
        Slot gate = product == null ? x : e.read(product.inputs().get(0), gateLayout(map, memory.data_type.f32, e));
        Slot dgate = e.write(instruction.output(), gateLayout(map, memory.data_type.f32, e));
        boolean wholeBlocks = map.channels() % e.format().block() == 0;
        if (!wholeBlocks) {
            // What fills up the last block must be zero, and is not written below.
            e.clear(dgate);
        }
        int together = e.format().isBlocked() && wholeBlocks ? e.batch() : 1;
        long channels = (long) together * map.channels();
        memory.desc part = e.layout(e.mapTag(map), e.type(map), 1, channels, map.height(), map.width());
        memory.desc perChannel = e.plain(channels);
        Slot mean = constant(0, channels, e);
        Slot variance = constant(1, channels, e);
        for (int image = 0; image < e.batch(); image += together) {
            long at = image * part.get_size();
            long gateAt = image * (dgate.bytes() / e.batch());
            Map<Integer, Slot> reads = new LinkedHashMap<>();
            reads.put(dnnl.DNNL_ARG_SRC, x.from(at, part));
            reads.put(dnnl.DNNL_ARG_DIFF_DST, dy.from(at, part));
            reads.put(dnnl.DNNL_ARG_MEAN, mean);
            reads.put(dnnl.DNNL_ARG_VARIANCE, variance);
            reads.put(dnnl.DNNL_ARG_SCALE, product == null ? variance : gate.from(gateAt, perChannel));
            Map<Integer, Slot> writes = new LinkedHashMap<>();
            writes.put(dnnl.DNNL_ARG_DIFF_SRC, dmap.from(at, part));
            writes.put(dnnl.DNNL_ARG_DIFF_SCALE, dgate.from(gateAt, perChannel));
            batch_normalization_backward.primitive_desc description = describe(part, e);
            e.plan()
                    .execute(
                            instruction.layer(),
                            description,
                            new batch_normalization_backward(description),
                            reads,
                            writes);
        }
    }

    private static batch_normalization_backward.primitive_desc describe(memory.desc part, Emission e) {
        batch_normalization_forward.primitive_desc hint = e.own(new batch_normalization_forward.primitive_desc(
                e.dnn().device(), dnnl.prop_kind.forward_training.value, part, part, 0f, FLAGS, e.attributes(), false));
        return e.own(new batch_normalization_backward.primitive_desc(
                e.dnn().device(),
                dnnl.prop_kind.backward.value,
                part,
                part,
                part,
                0f,
                FLAGS,
                hint,
                e.attributes(),
                false));
    }

    private static Slot constant(float value, long count, Emission e) {
        Slot slot = e.temporary("constant", e.plain(count));
        float[] values = new float[Math.toIntExact(count)];
        Arrays.fill(values, value);
        e.plan().call(java.util.List.of(), java.util.List.of(slot), binding -> {
            FloatPointer memory = new FloatPointer(slot.address());
            return batch -> memory.put(values, 0, values.length);
        });
        return slot;
    }
}
