package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Activations, sums and products, value by value, and their gradients. */
final class ElementwiseEmitters {
    private ElementwiseEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Activate.class, ElementwiseEmitters::activate);
        emitters.add(Backward.ActivationGradient.class, ElementwiseEmitters::activationGradient);
        emitters.add(Forward.Add.class, (i, add, e) -> add(i, add.postOperations(), e));
        emitters.add(Backward.Accumulate.class, (i, add, e) -> add(i, List.of(), e));
        emitters.add(Forward.ScaleAndShift.class, (i, o, e) -> scaleAndShift(i, e));
        emitters.add(Backward.ScaleAndShiftGradient.class, (i, o, e) -> scale(i, e));
    }

    private static void activate(Instruction instruction, Forward.Activate operation, Emission e) {
        Algorithm algorithm = Algorithm.of(operation.function());
        Slot x = e.read(instruction.inputs().get(0));
        Slot y = e.write(instruction.output(), x.layout());
        eltwise_forward.primitive_desc description = describe(e, algorithm, algorithm.forward(), x.layout());
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new eltwise_forward(description),
                        Map.of(dnnl.DNNL_ARG_SRC, x),
                        Map.of(dnnl.DNNL_ARG_DST, y));
        e.plan().mayOverwrite(x, y);
    }

    private static eltwise_forward.primitive_desc describe(
            Emission e, Algorithm algorithm, dnnl.algorithm kind, memory.desc layout) {
        dnnl.prop_kind prop = e.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
        return e.own(new eltwise_forward.primitive_desc(
                e.dnn().device(),
                prop,
                kind,
                layout,
                layout,
                algorithm.alpha(),
                algorithm.beta(),
                e.attributes(),
                false));
    }

    private static void activationGradient(Instruction instruction, Backward.ActivationGradient operation, Emission e) {
        Algorithm algorithm = Algorithm.of(operation.function());
        Slot data = e.read(instruction.inputs().get(0));
        Slot dy = e.read(instruction.inputs().get(1), data.layout());
        Slot dx = e.write(instruction.output(), data.layout());
        dnnl.algorithm kind = operation.fromResult() ? algorithm.backward() : algorithm.forward();
        memory.desc layout = data.layout();
        eltwise_backward.primitive_desc description = e.own(new eltwise_backward.primitive_desc(
                e.dnn().device(),
                kind,
                layout,
                layout,
                layout,
                algorithm.alpha(),
                algorithm.beta(),
                describe(e, algorithm, kind, layout),
                e.attributes(),
                false));
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new eltwise_backward(description),
                        Map.of(
                                operation.fromResult() ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC,
                                data,
                                dnnl.DNNL_ARG_DIFF_DST,
                                dy),
                        Map.of(dnnl.DNNL_ARG_DIFF_SRC, dx));
        e.plan().mayOverwrite(dy, dx);
    }

    // ---- sums

    /** Two at a time; post-operations go with the last sum. */
    private static void add(Instruction instruction, List<PostOperation> postOperations, Emission e) {
        long addends = postOperations.stream()
                .filter(operation -> operation instanceof PostOperation.Add)
                .count();
        int terms = instruction.inputs().size() - (int) addends;
        List<Value> inputs = instruction.inputs();
        Slot sum = e.read(inputs.get(0));
        for (int i = 1; i < terms; i++) {
            boolean last = i == terms - 1;
            Slot next = e.read(inputs.get(i), sum.layout());
            Slot result = last
                    ? e.write(instruction.output(), sum.layout())
                    : e.temporary(instruction.output().name(), sum.layout());
            PostOperations post = PostOperations.of(
                    e, last ? postOperations : List.of(), inputs.subList(terms, inputs.size()), sum.layout());
            binary(instruction.layer(), dnnl.algorithm.binary_add, sum, next, result, post, e);
            e.plan().mayOverwrite(sum, result);
            sum = result;
        }
    }

    private static void binary(
            String layer, dnnl.algorithm kind, Slot left, Slot right, Slot result, PostOperations post, Emission e) {
        binary.primitive_desc description = e.own(new binary.primitive_desc(
                e.dnn().device(), kind, left.layout(), right.layout(), result.layout(), post.attributes(), false));
        Map<Integer, Slot> reads = new LinkedHashMap<>(post.arguments());
        reads.put(dnnl.DNNL_ARG_SRC_0, left);
        reads.put(dnnl.DNNL_ARG_SRC_1, right);
        e.plan().execute(layer, description, new binary(description), reads, Map.of(dnnl.DNNL_ARG_DST, result));
    }

    /** Factors of one value for each image or channel are spread over the others. */
    static void product(String layer, Slot left, Slot right, Slot result, Emission e) {
        binary(layer, dnnl.algorithm.binary_mul, left, right, result, new PostOperations(e.attributes(), Map.of()), e);
        e.plan().mayOverwrite(left, result);
    }

    // ---- scales

    /** {@code [channels]} as one value for each channel of a map or unit of a vector, for all images. */
    private static Slot perChannel(Value constant, Value of, Emission e) {
        long[] dimensions = new long[of.dimensions().size() + 1];
        java.util.Arrays.fill(dimensions, 1);
        dimensions[1] = of.channels();
        return e.read(constant).as(e.plain(dimensions));
    }

    private static void scaleAndShift(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Slot shift = perChannel(instruction.inputs().get(2), x, e);
        post_ops chain = e.own(new post_ops());
        chain.append_binary(dnnl.algorithm.binary_add, shift.layout());
        primitive_attr attributes = e.attributes();
        attributes.set_post_ops(chain);
        PostOperations post = new PostOperations(
                attributes, Map.of(dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1, shift));
        Slot result = e.write(instruction.output(), source.layout());
        Slot scale = perChannel(instruction.inputs().get(1), x, e);
        binary(instruction.layer(), dnnl.algorithm.binary_mul, source, scale, result, post, e);
        e.plan().mayOverwrite(source, result);
    }

    private static void scale(Instruction instruction, Emission e) {
        Value dy = instruction.inputs().get(0);
        Slot source = e.read(dy);
        Slot scale = perChannel(instruction.inputs().get(1), dy, e);
        product(instruction.layer(), source, scale, e.write(instruction.output(), source.layout()), e);
    }
}
