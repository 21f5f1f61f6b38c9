package dev.graft.engine.cpu;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** Convolutions and their gradients. */
final class ConvolutionEmitters {
    private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

    private ConvolutionEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Convolution.class, ConvolutionEmitters::forward);
        emitters.add(Backward.ConvolutionDataGradient.class, ConvolutionEmitters::dataGradient);
        emitters.add(Backward.ConvolutionWeightsGradient.class, ConvolutionEmitters::weightsGradient);
    }

    /** A window in oneDNN's words. */
    private record Geometry(long[] strides, long[] before, long[] after) {
        static Geometry of(Window window) {
            return new Geometry(
                    new long[] {window.stride().height(), window.stride().width()},
                    new long[] {window.padding().top(), window.padding().left()},
                    new long[] {window.padding().bottom(), window.padding().right()});
        }
    }

    /** Depthwise kernels have an axis of groups first. */
    static long[] kernelDimensions(Value kernel, boolean depthwise) {
        List<Integer> d = kernel.dimensions();
        return depthwise
                ? new long[] {d.get(0), 1, 1, d.get(2), d.get(3)}
                : new long[] {d.get(0), d.get(1), d.get(2), d.get(3)};
    }

    private static convolution_forward.primitive_desc describe(
            Emission e,
            memory.desc x,
            memory.desc kernel,
            memory.@Nullable desc bias,
            memory.desc y,
            Geometry g,
            primitive_attr attributes) {
        dnnl.prop_kind kind = e.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
        return e.own(
                bias == null
                        ? new convolution_forward.primitive_desc(
                                e.dnn().device(),
                                kind,
                                DIRECT,
                                x,
                                kernel,
                                y,
                                g.strides,
                                g.before,
                                g.after,
                                attributes,
                                false)
                        : new convolution_forward.primitive_desc(
                                e.dnn().device(),
                                kind,
                                DIRECT,
                                x,
                                kernel,
                                bias,
                                y,
                                g.strides,
                                g.before,
                                g.after,
                                attributes,
                                false));
    }

    private static void forward(Instruction instruction, Forward.Convolution operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value y = instruction.output();
        List<Value> others = instruction
                .inputs()
                .subList(operation.bias() ? 3 : 2, instruction.inputs().size());
        if (WinogradEmitters.forward(instruction, operation, others, e)) {
            return;
        }
        Geometry geometry = Geometry.of(operation.window());
        memory.@Nullable desc bias =
                operation.bias() ? e.plain(instruction.inputs().get(2)) : null;
        memory.desc result = e.preferred(y);
        PostOperations post = PostOperations.of(e, operation.postOperations(), others, result);
        long[] dimensions = kernelDimensions(kernel, operation.depthwise());
        convolution_forward.primitive_desc description =
                describe(e, e.operand(x), e.anyMap(dimensions), bias, result, geometry, post.attributes());
        if (Implementations.isSlow(description)) {
            description = describe(
                    e, e.anyMap(e.dimensions(x)), e.anyMap(dimensions), bias, result, geometry, post.attributes());
        }
        Map<Integer, Slot> reads = new LinkedHashMap<>(post.arguments());
        reads.put(dnnl.DNNL_ARG_SRC, e.read(x, e.own(description.src_desc())));
        reads.put(dnnl.DNNL_ARG_WEIGHTS, e.kernel(kernel, e.plain(dimensions), e.own(description.weights_desc())));
        if (operation.bias()) {
            reads.put(dnnl.DNNL_ARG_BIAS, e.read(instruction.inputs().get(2)));
        }
        Slot written = e.write(y, result);
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new convolution_forward(description),
                        reads,
                        Map.of(dnnl.DNNL_ARG_DST, written));
    }

    /** The forward primitive that gradients are told about; layouts need not be those that were used. */
    private static convolution_forward.primitive_desc hint(
            Emission e, memory.desc x, memory.desc kernel, memory.desc y, Geometry geometry) {
        return e.own(new convolution_forward.primitive_desc(
                e.dnn().device(),
                dnnl.prop_kind.forward_training,
                DIRECT,
                x,
                kernel,
                y,
                geometry.strides,
                geometry.before,
                geometry.after,
                e.attributes(),
                false));
    }

    private static void dataGradient(Instruction instruction, Backward.ConvolutionDataGradient operation, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value dx = instruction.output();
        if (WinogradEmitters.dataGradient(instruction, e)) {
            return;
        }
        Geometry geometry = Geometry.of(operation.window());
        long[] dimensions = kernelDimensions(kernel, operation.depthwise());
        memory.desc result = e.layout(e.mapTag(dx), e.mapType(), e.dimensions(dx));
        memory.desc any = e.anyMap(dimensions);
        convolution_backward_data.primitive_desc description = dataGradient(e, result, any, e.operand(dy), geometry);
        boolean pointwise = operation.window().kernel().height()
                        * operation.window().kernel().width()
                == 1;
        // At strides a 1 x 1 kernel is faster without brgemm, which oneDNN puts first: 15 against 19 ms on ResNet50's.
        if (pointwise && !Implementations.choose(description, name -> !name.contains("strided"))) {
            description = dataGradient(e, result, any, e.operand(dy), geometry);
        }
        if (Implementations.isSlow(description)) {
            description = dataGradient(e, e.anyMap(e.dimensions(dx)), any, e.anyMap(e.dimensions(dy)), geometry);
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new convolution_backward_data(description),
                        Map.of(
                                dnnl.DNNL_ARG_DIFF_DST, e.read(dy, e.own(description.diff_dst_desc())),
                                dnnl.DNNL_ARG_WEIGHTS,
                                        e.kernel(kernel, e.plain(dimensions), e.own(description.weights_desc()))),
                        Map.of(dnnl.DNNL_ARG_DIFF_SRC, e.write(dx, e.own(description.diff_src_desc()))));
    }

    private static convolution_backward_data.primitive_desc dataGradient(
            Emission e, memory.desc dx, memory.desc kernel, memory.desc dy, Geometry g) {
        return e.own(new convolution_backward_data.primitive_desc(
                e.dnn().device(),
                DIRECT,
                dx,
                kernel,
                dy,
                g.strides,
                g.before,
                g.after,
                hint(e, dx, kernel, dy, g),
                e.attributes(),
                false));
    }

    private static void weightsGradient(
            Instruction instruction, Backward.ConvolutionWeightsGradient operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value dy = instruction.inputs().get(1);
        Value gradient = instruction.output();
        if (WinogradEmitters.weightsGradient(instruction, operation, e)) {
            return;
        }
        Geometry geometry = Geometry.of(operation.window());
        long[] dimensions = kernelDimensions(gradient, operation.depthwise());
        if (operation.depthwise() && !operation.bias() && DepthwiseKernelGradient.applies(operation.window(), x, e)) {
            Slot target = e.write(gradient, e.plain(dimensions));
            DepthwiseKernelGradient.emit(instruction.layer(), operation.window(), x, dy, target, e);
            return;
        }
        memory.@Nullable desc bias =
                operation.bias() ? e.plain(instruction.outputs().get(1)) : null;
        memory.desc any = e.any(dimensions);
        memory.desc used = e.anyMap(dimensions);
        convolution_backward_weights.primitive_desc description =
                weightsGradient(e, e.operand(x), used, any, bias, e.operand(dy), geometry);
        if (Implementations.isSlow(description)) {
            description = weightsGradient(
                    e,
                    e.layout(memory.format_tag.nhwc, e.mapType(), e.dimensions(x)),
                    used,
                    any,
                    bias,
                    e.layout(memory.format_tag.nhwc, e.mapType(), e.dimensions(dy)),
                    geometry);
        }
        memory.desc plain = e.plain(dimensions);
        memory.desc own = e.own(description.diff_weights_desc());
        Slot target = e.write(gradient, plain);
        Slot written = own.equals(plain) ? target : e.temporary(gradient.name(), own);
        Map<Integer, Slot> writes = new LinkedHashMap<>();
        writes.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, written);
        if (operation.bias()) {
            writes.put(dnnl.DNNL_ARG_DIFF_BIAS, e.write(instruction.outputs().get(1)));
        }
        e.plan()
                .execute(
                        instruction.layer(),
                        description,
                        new convolution_backward_weights(description),
                        Map.of(
                                dnnl.DNNL_ARG_SRC, e.read(x, e.own(description.src_desc())),
                                dnnl.DNNL_ARG_DIFF_DST, e.read(dy, e.own(description.diff_dst_desc()))),
                        writes);
        if (written != target) {
            e.reorder(instruction.layer(), written, target);
        }
    }

    private static convolution_backward_weights.primitive_desc weightsGradient(
            Emission e,
            memory.desc x,
            memory.desc used,
            memory.desc kernel,
            memory.@Nullable desc bias,
            memory.desc dy,
            Geometry g) {
        convolution_forward.primitive_desc hint = hint(e, x, used, dy, g);
        return e.own(
                bias == null
                        ? new convolution_backward_weights.primitive_desc(
                                e.dnn().device(),
                                DIRECT,
                                x,
                                kernel,
                                dy,
                                g.strides,
                                g.before,
                                g.after,
                                hint,
                                e.attributes(),
                                false)
                        : new convolution_backward_weights.primitive_desc(
                                e.dnn().device(),
                                DIRECT,
                                x,
                                kernel,
                                bias,
                                dy,
                                g.strides,
                                g.before,
                                g.after,
                                hint,
                                e.attributes(),
                                false));
    }
}
