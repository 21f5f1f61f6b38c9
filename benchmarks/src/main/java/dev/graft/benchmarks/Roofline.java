package dev.graft.benchmarks;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.PlannedOperation;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The most that a machine or a GPU gives: an operation can be no faster than its arithmetic and no faster than its memory traffic
 * (S. Williams, A. Waterman, D. Patterson: Roofline, CACM 52(4), 2009). What stays in caches can be faster than memory, so
 * that shares above 100 % occur.
 *
 * @param gigaflops 10^9 floating-point operations a second of a matrix product or convolution
 * @param gigabytes 10^9 bytes a second, read and written, of a copy that fits no cache
 */
record Roofline(double gigaflops, double gigabytes) {
    private static final long SIDE = 2048;
    private static final long IMAGES = 8;
    private static final long CHANNELS = 256;
    private static final long PIXELS = 16;
    private static final long COPIED = 1L << 26;
    private static final int REPEATS = 7;
    /** A number near 0.01 in single precision and in bfloat16. */
    private static final int PATTERN = 0x3C;

    /** Nanoseconds that an operation takes at least. */
    double bound(PlannedOperation operation) {
        return Math.max(operation.flops() / gigaflops, operation.bytes() / gigabytes);
    }

    /**
     * Measures this machine now; the fastest of several runs.
     *
     * @param options precision and number of threads
     * @param clock tells nanoseconds
     */
    static Roofline measure(EngineOptions options, LongSupplier clock) {
        Nd4j.getExecutioner();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(options.threads());
        PointerScope scope = new PointerScope();
        try {
            engine device = new engine(engine.kind.cpu, 0);
            stream queue = new stream(device);
            memory.data_type type =
                    options.precision() == Precision.BF16 ? memory.data_type.bf16 : memory.data_type.f32;
            double arithmetic = Math.max(product(device, queue, type, clock), convolution(device, queue, type, clock));
            return new Roofline(arithmetic, 2.0 * COPIED * Float.BYTES / copy(device, queue, clock));
        } finally {
            scope.close();
        }
    }

    private static double product(engine device, stream queue, memory.data_type type, LongSupplier clock) {
        long[] square = {SIDE, SIDE};
        memory.desc any = new memory.desc(square, type, memory.format_tag.any);
        matmul.primitive_desc description = new matmul.primitive_desc(device, any, any, any);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(dnnl.DNNL_ARG_SRC, filled(description.src_desc(), device));
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, filled(description.weights_desc(), device));
        arguments.put(dnnl.DNNL_ARG_DST, filled(description.dst_desc(), device));
        return 2.0 * SIDE * SIDE * SIDE / fastest(new matmul(description), queue, arguments, clock);
    }

    /** 3 x 3, channels last, of maps that stay in caches: sparing with memory, it comes closer to the processor's peak. */
    private static double convolution(engine device, stream queue, memory.data_type type, LongSupplier clock) {
        long[] map = {IMAGES, CHANNELS, PIXELS, PIXELS};
        long[] one = {1, 1};
        memory.desc maps = new memory.desc(map, type, memory.format_tag.nhwc);
        memory.desc kernel = new memory.desc(new long[] {CHANNELS, CHANNELS, 3, 3}, type, memory.format_tag.any);
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                device,
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.convolution_direct,
                maps,
                kernel,
                maps,
                one,
                one,
                one);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(dnnl.DNNL_ARG_SRC, filled(description.src_desc(), device));
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, filled(description.weights_desc(), device));
        arguments.put(dnnl.DNNL_ARG_DST, filled(description.dst_desc(), device));
        double flops = 2.0 * IMAGES * PIXELS * PIXELS * CHANNELS * CHANNELS * 9;
        return flops / fastest(new convolution_forward(description), queue, arguments, clock);
    }

    private static double copy(engine device, stream queue, LongSupplier clock) {
        memory.desc layout = new memory.desc(new long[] {COPIED}, memory.data_type.f32, memory.format_tag.a);
        memory from = filled(layout, device);
        memory to = filled(layout, device);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(dnnl.DNNL_ARG_FROM, from);
        arguments.put(dnnl.DNNL_ARG_TO, to);
        return fastest(new reorder(from, to), queue, arguments, clock);
    }

    private static memory filled(memory.desc layout, engine device) {
        memory filled = new memory(layout, device);
        // JavaCPP would count its own allocations against the size of Java's heap; this memory is oneDNN's.
        Pointer.memset(new BytePointer(filled.get_data_handle()), PATTERN, layout.get_size());
        return filled;
    }

    private static double fastest(primitive work, stream queue, IntMemoryMap arguments, LongSupplier clock) {
        return LongStream.range(0, REPEATS)
                .map(run -> {
                    long start = clock.getAsLong();
                    work.execute(queue, arguments);
                    queue._wait();
                    return clock.getAsLong() - start;
                })
                .min()
                .orElseThrow();
    }
}
