package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.layer.SoftmaxCrossEntropy;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.javacpp.FloatPointer;

/** The end of a network: probabilities, losses and their gradients. A few values for each image, so Java does it. */
final class LossEmitters {
    private LossEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Softmax.class, (i, o, e) -> softmax(i, e));
        emitters.add(Forward.SoftmaxCrossEntropy.class, (i, o, e) -> losses(i, e));
        emitters.add(Backward.LossGradient.class, (i, o, e) -> gradient(i, e));
    }

    private static void softmax(Instruction instruction, Emission e) {
        Value logits = instruction.inputs().get(0);
        Slot source = e.read(logits, e.plain(logits));
        Slot result = e.write(instruction.output(), source.layout());
        softmax_forward.primitive_desc description = e.own(new softmax_forward.primitive_desc(
                e.dnn().device(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.softmax_accurate,
                source.layout(),
                result.layout(),
                1,
                e.attributes(),
                false));
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new softmax_forward(description),
                        java.util.Map.of(dnnl.DNNL_ARG_SRC, source),
                        java.util.Map.of(dnnl.DNNL_ARG_DST, result));
    }

    private static void losses(Instruction instruction, Emission e) {
        Value logits = instruction.inputs().get(0);
        Slot source = e.read(logits, e.plain(logits));
        long[] shape = {e.batch(), logits.elements()};
        e.plan().call(List.of(source), List.of(), binding -> batch -> {
            batch.requireFits(shape);
            double[][] z = rows(source, logits, e.batch());
            double[][] labels = batch.labelRows();
            double sum = 0;
            for (double loss : SoftmaxCrossEntropy.losses(labels, z, batch::weight)) {
                sum += loss;
            }
            batch.outcome(sum / e.batch(), hits(z, labels));
        });
    }

    /** How often the largest logit stands where the largest label does; the first of equal ones counts. */
    private static int hits(double[][] logits, double[][] labels) {
        int hits = 0;
        for (int i = 0; i < logits.length; i++) {
            hits += largest(logits[i]) == largest(labels[i]) ? 1 : 0;
        }
        return hits;
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    private static void gradient(Instruction instruction, Emission e) {
        Value logits = instruction.inputs().get(0);
        Slot source = e.read(logits, e.plain(logits));
        Slot result = e.write(instruction.output());
        e.plan().call(List.of(source), List.of(result), binding -> {
            FloatPointer memory = new FloatPointer(result.address());
            int classes = Math.toIntExact(logits.elements());
            float[] values = new float[e.batch() * classes];
            return batch -> {
                double[][] gradient =
                        SoftmaxCrossEntropy.gradient(batch.labelRows(), rows(source, logits, e.batch()), batch::weight);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) gradient[i / classes][i % classes];
                }
                memory.put(values, 0, values.length);
            };
        });
    }

    /** By image and class. */
    private static double[][] rows(Slot slot, Value value, int batch) {
        int classes = Math.toIntExact(value.elements());
        float[] values = new float[batch * classes];
        new FloatPointer(slot.address()).get(values, 0, values.length);
        double[][] rows = new double[batch][classes];
        for (int i = 0; i < values.length; i++) {
            rows[i / classes][i % classes] = values[i];
        }
        return rows;
    }
}
