package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;

/** Fully connected layers on vectors and their gradients. */
final class DenseEmitters {
    private DenseEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Dense.class, DenseEmitters::forward);
        emitters.add(Backward.DenseDataGradient.class, DenseEmitters::dataGradient);
        emitters.add(Backward.DenseWeightsGradient.class, DenseEmitters::weightsGradient);
    }

    private static void forward(Instruction instruction, Forward.Dense operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value y = instruction.output();
        List<Value> others = instruction
                .inputs()
                .subList(operation.bias() ? 3 : 2, instruction.inputs().size());
        memory.desc result = e.plain(y);
        PostOperations post = PostOperations.of(e, operation.postOperations(), others, result);
        dnnl.prop_kind kind = e.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
        memory.desc any = e.any(e.dimensions(kernel));
        inner_product_forward.primitive_desc description = e.own(
                operation.bias()
                        ? new inner_product_forward.primitive_desc(
                                e.dnn().device(),
                                kind,
                                e.plain(x),
                                any,
                                e.plain(instruction.inputs().get(2)),
                                result,
                                post.attributes(),
                                false)
                        : new inner_product_forward.primitive_desc(
                                e.dnn().device(), kind, e.plain(x), any, result, post.attributes(), false));
        Map<Integer, Slot> reads = new LinkedHashMap<>(post.arguments());
        reads.put(dnnl.DNNL_ARG_SRC, e.read(x, e.plain(x)));
        reads.put(dnnl.DNNL_ARG_WEIGHTS, e.kernel(kernel, e.plain(kernel), e.own(description.weights_desc())));
        if (operation.bias()) {
            reads.put(dnnl.DNNL_ARG_BIAS, e.read(instruction.inputs().get(2)));
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new inner_product_forward(description),
                        reads,
                        Map.of(dnnl.DNNL_ARG_DST, e.write(y, result)));
    }

    private static inner_product_forward.primitive_desc hint(
            Emission e, memory.desc x, memory.desc kernel, memory.desc y) {
        return e.own(new inner_product_forward.primitive_desc(
                e.dnn().device(), dnnl.prop_kind.forward_training, x, kernel, y, e.attributes(), false));
    }

    private static void dataGradient(Instruction instruction, Backward.DenseDataGradient operation, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value dx = instruction.output();
        memory.desc result = e.plain(dx);
        memory.desc any = e.any(e.dimensions(kernel));
        inner_product_backward_data.primitive_desc description = e.own(new inner_product_backward_data.primitive_desc(
                e.dnn().device(), result, any, e.plain(dy), hint(e, result, any, e.plain(dy)), e.attributes(), false));
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new inner_product_backward_data(description),
                        Map.of(
                                dnnl.DNNL_ARG_DIFF_DST, e.read(dy, e.plain(dy)),
                                dnnl.DNNL_ARG_WEIGHTS,
                                        e.kernel(kernel, e.plain(kernel), e.own(description.weights_desc()))),
                        Map.of(dnnl.DNNL_ARG_DIFF_SRC, e.write(dx, result)));
    }

    private static void weightsGradient(Instruction instruction, Backward.DenseWeightsGradient operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value dy = instruction.inputs().get(1);
        Value gradient = instruction.output();
        memory.desc plain = e.plain(gradient);
        inner_product_forward.primitive_desc hint = hint(e, e.plain(x), plain, e.plain(dy));
        inner_product_backward_weights.primitive_desc description = e.own(
                operation.bias()
                        ? new inner_product_backward_weights.primitive_desc(
                                e.dnn().device(),
                                e.plain(x),
                                plain,
                                e.plain(instruction.outputs().get(1)),
                                e.plain(dy),
                                hint,
                                e.attributes(),
                                false)
                        : new inner_product_backward_weights.primitive_desc(
                                e.dnn().device(), e.plain(x), plain, e.plain(dy), hint, e.attributes(), false));
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        writes.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, e.write(gradient, plain));
        if (operation.bias()) {
            writes.put(dnnl.DNNL_ARG_DIFF_BIAS, e.write(instruction.outputs().get(1)));
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new inner_product_backward_weights(description),
                        Map.of(
                                dnnl.DNNL_ARG_SRC, e.read(x, e.plain(x)),
                                dnnl.DNNL_ARG_DIFF_DST, e.read(dy, e.plain(dy))),
                        writes);
    }
}
