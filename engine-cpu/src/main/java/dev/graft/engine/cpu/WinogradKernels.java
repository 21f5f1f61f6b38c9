package dev.graft.engine.cpu;

import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Kernels of 3 x 3 become 36 matrices: one product with the matrix of {@link WinogradKernelTransform#factor}, then the layout that
 * the batched product of {@link WinogradConvolution} wants. Plain kernels are read as they lie, {@code [out, in, 3, 3]}.
 */
final class WinogradKernels {
    private static final int VALUES = WinogradKernelTransform.VALUES;

    private final OneDnn dnn;
    private final NativeScope handles;
    private final Slot factors;
    private final Slot product;
    private final memory.desc values;
    private final memory.desc matrices;
    private final matmul.primitive_desc description;

    /**
     * @param plain of the kernels
     * @param handles owns what the conversion needs
     */
    WinogradKernels(OneDnn dnn, NativeScope handles, memory.desc plain, KernelForm form) {
        this.dnn = dnn;
        this.handles = handles;
        boolean back = form == KernelForm.TRANSFORMED_BACK;
        long out = plain.get_dims().get(0);
        long in = plain.get_dims().get(1);
        long pairs = out * in;
        this.factors = factors(handles, back);
        this.values = strided(new long[] {VALUES, pairs}, new long[] {1, VALUES});
        memory.desc result = strided(new long[] {WinogradTransforms.POSITIONS, pairs}, new long[] {pairs, 1});
        this.product = Slot.planned("transformed kernel", result);
        this.matrices = back
                ? strided(new long[] {WinogradTransforms.POSITIONS, out, in}, new long[] {pairs, in, 1})
                : strided(new long[] {WinogradTransforms.POSITIONS, in, out}, new long[] {pairs, 1, in});
        this.description = handles.own(new matmul.primitive_desc(
                dnn.device(), factors.layout(), values, result, OneDnn.attributes(handles), false));
    }

    private memory.desc strided(long[] dimensions, long[] strides) {
        return handles.own(new memory.desc(dimensions, memory.data_type.f32, strides));
    }

    /** {@code [36, 9]}; turned kernels are read from behind. */
    private static Slot factors(NativeScope handles, boolean turned) {
        float[] all = new float[WinogradTransforms.POSITIONS * VALUES];
        for (int i = 0; i < all.length; i++) {
            int value = turned ? VALUES - 1 - i % VALUES : i % VALUES;
            all[i] = WinogradKernelTransform.factor(i / VALUES, value);
        }
        memory.desc layout = handles.own(new memory.desc(
                new long[] {WinogradTransforms.POSITIONS, VALUES}, memory.data_type.f32, memory.format_tag.ab));
        return Slot.at("factors", layout, handles.own(new FloatPointer(all)));
    }

    /** Adds the conversion to a plan, for kernels that change from run to run. */
    Slot emit(String layer, Slot kernel, memory.desc wanted, Emission e) {
        Slot result = e.temporary(kernel.name(), wanted);
        e.plan()
                .execute(
                        layer,
                        description,
                        new matmul(description),
                        Map.of(dnnl.DNNL_ARG_SRC, factors, dnnl.DNNL_ARG_WEIGHTS, kernel.as(values)),
                        Map.of(dnnl.DNNL_ARG_DST, product));
        e.reorder(layer, product.as(matrices), result);
        return result;
    }

    /** Converts at once, for kernels that stay as they are. */
    void convert(Pointer plain, Pointer target, memory.desc wanted) {
        try (NativeMemory between = new NativeMemory(product.bytes());
                NativeMemory spare =
                        new NativeMemory(description.scratchpad_desc().get_size())) {
            IntMemoryMap arguments = handles.own(new IntMemoryMap());
            arguments.put(dnnl.DNNL_ARG_SRC, at(factors.layout(), factors.address()));
            arguments.put(dnnl.DNNL_ARG_WEIGHTS, at(values, plain));
            arguments.put(dnnl.DNNL_ARG_DST, at(product.layout(), between.at(0)));
            arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, at(handles.own(description.scratchpad_desc()), spare.at(0)));
            handles.own(new matmul(description)).execute(dnn.stream(), arguments);
            memory from = at(matrices, between.at(0));
            memory to = at(wanted, target);
            handles.own(new reorder(from, to)).execute(dnn.stream(), from, to);
            dnn.stream()._wait();
        }
    }

    private memory at(memory.desc layout, Pointer address) {
        return handles.own(new memory(layout, dnn.device(), address));
    }
}
