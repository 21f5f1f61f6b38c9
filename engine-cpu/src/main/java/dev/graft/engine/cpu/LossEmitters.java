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
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The end of a network: probabilities, losses and their gradients. A few values for each image, so Java does it. */
final class LossEmitters {
    private static final SoftmaxCrossEntropy LOSS = new SoftmaxCrossEntropy();
    private static final IActivation SOFTMAX = new ActivationSoftmax();

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
        e.plan().call(List.of(source), List.of(), binding -> batch -> {
            try (INDArray z = array(source, logits, e.batch())) {
                double loss = LOSS.computeScore(
                        batch.labels(), z, SOFTMAX, batch.weights().orElse(null), true);
                batch.outcome(loss, hits(values(z), values(batch.labels()), e.batch()));
            }
        });
    }

    /** How often the largest logit stands where the largest label does; the first of equal ones counts. */
    private static int hits(float[] logits, float[] labels, int images) {
        int classes = logits.length / images;
        int hits = 0;
        for (int i = 0; i < images; i++) {
            hits += largest(logits, i * classes, classes) == largest(labels, i * classes, classes) ? 1 : 0;
        }
        return hits;
    }

    private static int largest(float[] values, int from, int count) {
        int largest = from;
        for (int i = from + 1; i < from + count; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    private static float[] values(INDArray array) {
        try (INDArray copy = array.dup('c')) {
            return copy.data().asFloat();
        }
    }

    private static void gradient(Instruction instruction, Emission e) {
        Value logits = instruction.inputs().get(0);
        Slot source = e.read(logits, e.plain(logits));
        Slot result = e.write(instruction.output());
        e.plan().call(List.of(source), List.of(result), binding -> {
            FloatPointer memory = new FloatPointer(result.address());
            return batch -> {
                try (INDArray z = array(source, logits, e.batch());
                        INDArray gradient = LOSS.computeGradient(
                                batch.labels(), z, SOFTMAX, batch.weights().orElse(null))) {
                    float[] values = values(gradient);
                    memory.put(values, 0, values.length);
                }
            };
        });
    }

    private static INDArray array(Slot slot, Value value, int batch) {
        float[] values = new float[Math.toIntExact(batch * value.elements())];
        new FloatPointer(slot.address()).get(values, 0, values.length);
        return Nd4j.create(values, new long[] {batch, value.elements()}, 'c');
    }
}
