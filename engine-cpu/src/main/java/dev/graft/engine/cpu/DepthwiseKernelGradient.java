package dev.graft.engine.cpu;

import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * The gradient of a depthwise kernel of 5 x 5, put together from four of 3 x 3.
 *
 * <p>oneDNN's fast implementation stops at 3 x 3; beyond it takes ten to a hundred times longer. The kernel's rows are
 * those of two smaller ones that share the middle row, and so are its columns. Row {@code i + 2} of the large kernel sees
 * with {@code dy} what row {@code i} of a small one sees with {@code dy} moved down by two rows of the input. The input
 * gets its padding in memory; {@code dy} gets as many rows and columns of zeros behind it as it is moved by at most. Moved
 * it is by addresses alone: what leaves a row enters the next one where its zeros are, so the same memory serves all four.
 */
final class DepthwiseKernelGradient {
    private static final int LARGE = 5;
    private static final int SMALL = 3;
    private static final int SHIFT = LARGE - SMALL;

    private DepthwiseKernelGradient() {}

    /** Whether it can be computed so. */
    static boolean applies(Window window, Value x, Emission e) {
        int stride = window.stride().height();
        return window.kernel().height() == LARGE
                && window.kernel().width() == LARGE
                && window.stride().width() == stride
                && SHIFT % stride == 0
                && x.channels() % 16 == 0;
    }

    static void emit(String layer, Window window, Value x, Value dy, Slot target, Emission e) {
        int stride = window.stride().height();
        int more = SHIFT / stride;
        long height = dy.height() + more;
        long width = dy.width() + more;
        long channels = x.channels();
        memory.desc input = e.layout(
                e.format().tag(),
                e.mapType(),
                e.batch(),
                channels,
                (height - 1) * stride + SMALL,
                (width - 1) * stride + SMALL);
        memory.desc gradient = e.layout(e.format().tag(), e.mapType(), e.batch(), channels, height, width);
        Slot padded = padded(layer, window, x, input, e);
        // What one pixel takes, and how far the farthest move goes.
        long pixel = (e.format().isBlocked() ? e.format().block() : channels) * memory.data_type_size(e.mapType());
        long farthest = NativeMemory.round((more * width + more) * pixel);
        Slot moved = moved(layer, dy, gradient, farthest, e);
        convolution_backward_weights.primitive_desc description = describe(input, gradient, stride, channels, e);
        memory.desc own = e.own(description.diff_weights_desc());
        for (int row = 0; row <= SHIFT; row += SHIFT) {
            for (int column = 0; column <= SHIFT; column += SHIFT) {
                Slot part = e.temporary(layer, own);
                long move = (row / stride * width + column / stride) * pixel;
                e.plan()
                        .execute(
                                layer,
                                description,
                                new convolution_backward_weights(description),
                                Map.of(
                                        dnnl.DNNL_ARG_SRC,
                                        padded,
                                        dnnl.DNNL_ARG_DIFF_DST,
                                        moved.from(farthest - move, gradient)),
                                Map.of(dnnl.DNNL_ARG_DIFF_WEIGHTS, part));
                memory.desc place = e.own(target.layout()
                        .submemory_desc(new long[] {channels, 1, 1, SMALL, SMALL}, new long[] {0, 0, 0, row, column}));
                e.reorder(layer, part, target.as(place));
            }
        }
    }

    private static Slot padded(String layer, Window window, Value x, memory.desc layout, Emission e) {
        Slot padded = e.temporary(layer, layout);
        e.clear(padded);
        long[] corner = {0, 0, window.padding().top(), window.padding().left()};
        memory.desc inside = e.own(layout.submemory_desc(e.dimensions(x), corner));
        e.reorder(layer, e.read(x, e.preferred(x)), padded.as(inside));
        return padded;
    }

    /** {@code dy} with zeros in front of all, and behind each row and each channel's last row. */
    private static Slot moved(String layer, Value dy, memory.desc layout, long before, Emission e) {
        Slot all = e.temporary(layer, e.plain((before + layout.get_size()) / Float.BYTES));
        e.clear(all);
        memory.desc inside = e.own(layout.submemory_desc(e.dimensions(dy), new long[4]));
        e.reorder(layer, e.read(dy, e.preferred(dy)), all.from(before, inside));
        return all;
    }

    private static convolution_backward_weights.primitive_desc describe(
            memory.desc x, memory.desc dy, long stride, long channels, Emission e) {
        memory.desc kernel = e.anyMap(channels, 1, 1, SMALL, SMALL);
        long[] strides = {stride, stride};
        long[] none = {0, 0};
        convolution_forward.primitive_desc hint = e.own(new convolution_forward.primitive_desc(
                e.dnn().device(),
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct,
                x,
                kernel,
                dy,
                strides,
                none,
                none,
                e.attributes(),
                false));
        return e.own(new convolution_backward_weights.primitive_desc(
                e.dnn().device(),
                dnnl.algorithm.convolution_direct,
                x,
                e.any(channels, 1, 1, SMALL, SMALL),
                dy,
                strides,
                none,
                none,
                hint,
                e.attributes(),
                false));
    }
}
