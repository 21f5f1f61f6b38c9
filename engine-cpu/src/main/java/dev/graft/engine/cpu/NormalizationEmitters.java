package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.error.Lookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.sum;

/** Batch normalizations, by the batch's statistics or by given ones, their gradients, and the running statistics. */
final class NormalizationEmitters {
    private static final int SHIFT = normalization_flags.use_shift.value;
    private static final int SCALE = normalization_flags.use_scale.value;
    private static final int GIVEN_STATISTICS = normalization_flags.use_global_stats.value;
    private static final int RELU = normalization_flags.fuse_norm_relu.value;

    private NormalizationEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.BatchNormalization.class, NormalizationEmitters::byBatch);
        emitters.add(Forward.RunningNormalization.class, NormalizationEmitters::byRunning);
        emitters.add(Forward.UpdateStatistics.class, NormalizationEmitters::updateStatistics);
        emitters.add(Backward.BatchNormalizationGradient.class, NormalizationEmitters::gradientByBatch);
        emitters.add(Backward.RunningNormalizationGradient.class, NormalizationEmitters::gradientByRunning);
    }

    private static int flags(boolean scale, boolean relu) {
        return SHIFT | (scale ? SCALE : 0) | (relu ? RELU : 0);
    }

    private static batch_normalization_forward.primitive_desc describe(
            Emission e, memory.desc x, memory.desc y, double epsilon, int flags, boolean training) {
        dnnl.prop_kind kind = training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
        return e.own(new batch_normalization_forward.primitive_desc(
                e.dnn().device(), kind.value, x, y, (float) epsilon, flags, e.attributes(), false));
    }

    private static void byBatch(Instruction instruction, Forward.BatchNormalization operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value beta = instruction.inputs().get(operation.scale() ? 2 : 1);
        Map<Integer, Slot> reads = new LinkedHashMap<>();
        reads.put(dnnl.DNNL_ARG_SRC, e.read(x));
        if (operation.scale()) {
            reads.put(dnnl.DNNL_ARG_SCALE, e.read(instruction.inputs().get(1)));
        }
        reads.put(dnnl.DNNL_ARG_SHIFT, e.read(beta));
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        writes.put(dnnl.DNNL_ARG_MEAN, e.write(instruction.outputs().get(1)));
        writes.put(dnnl.DNNL_ARG_VARIANCE, e.write(instruction.outputs().get(2)));
        normalize(instruction, operation.epsilon(), flags(operation.scale(), operation.relu()), true, reads, writes, e);
    }

    private static void byRunning(Instruction instruction, Forward.RunningNormalization operation, Emission e) {
        List<Value> inputs = instruction.inputs();
        int beta = operation.scale() ? 2 : 1;
        Map<Integer, Slot> reads = new LinkedHashMap<>();
        reads.put(dnnl.DNNL_ARG_SRC, e.read(inputs.get(0)));
        if (operation.scale()) {
            reads.put(dnnl.DNNL_ARG_SCALE, e.read(inputs.get(1)));
        }
        reads.put(dnnl.DNNL_ARG_SHIFT, e.read(inputs.get(beta)));
        reads.put(dnnl.DNNL_ARG_MEAN, e.read(inputs.get(beta + 1)));
        reads.put(dnnl.DNNL_ARG_VARIANCE, e.read(inputs.get(beta + 2)));
        int flags = flags(operation.scale(), operation.relu()) | GIVEN_STATISTICS;
        normalize(instruction, operation.epsilon(), flags, e.training(), reads, new LinkedHashMap<>(), e);
    }

    private static void normalize(
            Instruction instruction,
            double epsilon,
            int flags,
            boolean training,
            Map<Integer, Slot> reads,
            Map<Integer, Slot> writes,
            Emission e) {
        Value y = instruction.output();
        Slot x = Lookup.in(reads, dnnl.DNNL_ARG_SRC, "memory");
        batch_normalization_forward.primitive_desc description =
                describe(e, x.layout(), x.layout(), epsilon, flags, training);
        writes.put(dnnl.DNNL_ARG_DST, e.write(y, x.layout()));
        if (training && (flags & RELU) != 0) {
            Slot positive = e.temporary(y.name(), e.own(description.workspace_desc()));
            e.workspace(y, positive);
            writes.put(dnnl.DNNL_ARG_WORKSPACE, positive);
        }
        e.plan().execute(instruction.layer(), description, new batch_normalization_forward(description), reads, writes);
    }

    private static void gradientByBatch(
            Instruction instruction, Backward.BatchNormalizationGradient operation, Emission e) {
        List<Value> outputs = instruction.outputs();
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        if (operation.scale()) {
            writes.put(dnnl.DNNL_ARG_DIFF_SCALE, e.write(outputs.get(1)));
        }
        writes.put(dnnl.DNNL_ARG_DIFF_SHIFT, e.write(outputs.get(outputs.size() - 1)));
        int flags = flags(operation.scale(), operation.relu());
        gradient(instruction, operation.epsilon(), flags, true, writes, e);
    }

    private static void gradientByRunning(
            Instruction instruction, Backward.RunningNormalizationGradient operation, Emission e) {
        List<Value> outputs = instruction.outputs();
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        if (operation.scale()) {
            writes.put(dnnl.DNNL_ARG_DIFF_SCALE, e.write(outputs.get(outputs.size() - 2)));
        }
        writes.put(dnnl.DNNL_ARG_DIFF_SHIFT, e.write(outputs.get(outputs.size() - 1)));
        int flags = flags(operation.scale(), operation.relu()) | GIVEN_STATISTICS;
        gradient(instruction, operation.epsilon(), flags, operation.data(), writes, e);
    }

    /** @param data whether the first output is the gradient of the input; oneDNN computes it in any case */
    private static void gradient(
            Instruction instruction, double epsilon, int flags, boolean data, Map<Integer, Slot> writes, Emission e) {
        List<Value> inputs = instruction.inputs();
        Slot x = e.read(inputs.get(0));
        Slot dy = e.read(inputs.get(1), x.layout());
        Map<Integer, Slot> reads = new LinkedHashMap<>();
        reads.put(dnnl.DNNL_ARG_SRC, x);
        reads.put(dnnl.DNNL_ARG_DIFF_DST, dy);
        reads.put(dnnl.DNNL_ARG_MEAN, e.read(inputs.get(2)));
        reads.put(dnnl.DNNL_ARG_VARIANCE, e.read(inputs.get(3)));
        if ((flags & SCALE) != 0) {
            reads.put(dnnl.DNNL_ARG_SCALE, e.read(inputs.get(4)));
        }
        if ((flags & RELU) != 0) {
            reads.put(dnnl.DNNL_ARG_WORKSPACE, e.workspace(instruction.forward().orElseThrow()));
        }
        Slot dx = data ? e.write(instruction.output(), x.layout()) : e.temporary("unused", x.layout());
        writes.put(dnnl.DNNL_ARG_DIFF_SRC, dx);
        batch_normalization_backward.primitive_desc description = e.own(new batch_normalization_backward.primitive_desc(
                e.dnn().device(),
                dnnl.prop_kind.backward.value,
                x.layout(),
                x.layout(),
                x.layout(),
                (float) epsilon,
                flags,
                describe(e, x.layout(), x.layout(), epsilon, flags, true),
                e.attributes(),
                false));
        e.plan()
                .execute(
                        instruction.layer(), description, new batch_normalization_backward(description), reads, writes);
        e.plan().mayOverwrite(dy, dx);
    }

    private static void updateStatistics(Instruction instruction, Forward.UpdateStatistics operation, Emission e) {
        List<Value> inputs = instruction.inputs();
        move(instruction.layer(), e.read(inputs.get(0)), e.read(inputs.get(2)), operation.momentum(), e);
        move(instruction.layer(), e.read(inputs.get(1)), e.read(inputs.get(3)), operation.momentum(), e);
    }

    private static void move(String layer, Slot running, Slot ofBatch, double momentum, Emission e) {
        memory_desc_vector layouts = e.own(new memory_desc_vector(running.layout(), ofBatch.layout()));
        float[] shares = {(float) momentum, (float) (1 - momentum)};
        sum.primitive_desc description = e.own(
                new sum.primitive_desc(e.dnn().device(), running.layout(), shares, layouts, e.attributes(), false));
        e.plan()
                .execute(
                        layer,
                        description,
                        new sum(description),
                        Map.of(dnnl.DNNL_ARG_MULTIPLE_SRC, running, dnnl.DNNL_ARG_MULTIPLE_SRC + 1, ofBatch),
                        Map.of(dnnl.DNNL_ARG_DST, running));
    }
}
