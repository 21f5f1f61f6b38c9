package dev.graft.engine.cpu;

import java.util.stream.IntStream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * Products of transposed transformed inputs and transformed gradients of results, {@code [36, in, out]}, summed over tiles: a
 * segment of tiles in a row, then segment by segment. Sums of some positions stay in the cache meanwhile.
 */
final class SegmentedProducts {
    /** Bytes of the second-level cache for sums. */
    private static final long CACHED = 512 << 10;

    private final WinogradShape shape;
    private final int block;
    private final int segment;
    private final int together;
    private final matmul.primitive_desc description;
    private final matmul products;

    /**
     * @param block tiles of a block, a multiple of a segment
     * @param segment tiles of a segment
     */
    SegmentedProducts(WinogradShape shape, int block, int segment, Emission e) {
        this.shape = shape;
        this.block = block;
        this.segment = segment;
        this.together = positions(CACHED / ((long) shape.in() * shape.out() * Float.BYTES));
        long in = shape.in();
        long out = shape.out();
        memory.desc inputs = e.strided(new long[] {together, in, segment}, new long[] {block * in, 1, in});
        memory.desc gradients = e.strided(new long[] {together, segment, out}, new long[] {block * out, out, 1});
        memory.desc sums = e.plain(together, in, out);
        this.description = e.workers()
                .alone(() ->
                        e.own(new matmul.primitive_desc(e.dnn().device(), inputs, gradients, sums, adding(e), false)));
        this.products = e.own(new matmul(description));
    }

    private static int positions(long most) {
        return IntStream.of(12, 6, 4, 2)
                .filter(divisor -> divisor <= most)
                .findFirst()
                .orElse(1);
    }

    private static primitive_attr adding(Emission e) {
        post_ops sum = e.own(new post_ops());
        sum.append_sum();
        primitive_attr attributes = e.attributes();
        attributes.set_post_ops(sum);
        return attributes;
    }

    /** oneDNN's implementation. */
    String name() {
        return Implementations.name(description);
    }

    /** Scratch memory of one that computes. */
    memory.desc scratch(Emission e) {
        return e.own(description.scratchpad_desc());
    }

    /** One that computes, in memory of its own that has its place. */
    Runner runner(Slot inputs, Slot gradients, Slot sums, Slot scratch, Emission e) {
        return new Runner(this, inputs, gradients, sums, scratch, e);
    }

    /** For one thread. */
    static final class Runner {
        private final SegmentedProducts of;
        private final OneDnn dnn;
        private final Part inputs;
        private final Part gradients;
        private final Part sums;
        private final IntMemoryMap arguments;

        private Runner(SegmentedProducts of, Slot inputs, Slot gradients, Slot sums, Slot scratch, Emission e) {
            this.of = of;
            this.dnn = e.dnn();
            this.inputs = new Part(of.description.src_desc(), inputs, e);
            this.gradients = new Part(of.description.weights_desc(), gradients, e);
            this.sums = new Part(of.description.dst_desc(), sums, e);
            this.arguments = e.own(new IntMemoryMap());
            arguments.put(dnnl.DNNL_ARG_SRC, this.inputs.memory);
            arguments.put(dnnl.DNNL_ARG_WEIGHTS, this.gradients.memory);
            arguments.put(dnnl.DNNL_ARG_DST, this.sums.memory);
            arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, new Part(scratch.layout(), scratch, e).memory);
        }

        /**
         * Adds the products of a block.
         *
         * @param count its first tiles; up to the end of a segment those that follow must be zero
         */
        void add(int count) {
            long in = of.shape.in();
            long out = of.shape.out();
            stream stream = dnn.stream();
            for (int position = 0; position < WinogradTransforms.POSITIONS; position += of.together) {
                sums.begin(position * in * out);
                for (int tile = 0; tile < count; tile += of.segment) {
                    long first = (long) position * of.block + tile;
                    inputs.begin(first * in);
                    gradients.begin(first * out);
                    of.products.execute(stream, arguments);
                }
            }
            stream._wait();
        }
    }

    /** A part of memory that is taken for an operand now. */
    private static final class Part {
        private final long address;
        private final memory memory;

        Part(memory.desc layout, Slot whole, Emission e) {
            this.address = whole.address().address();
            this.memory = e.own(new memory(e.own(layout), e.dnn().device(), whole.address()));
        }

        /** @param value its first one, from the beginning of the whole */
        void begin(long value) {
            memory.set_data_handle(new Address(address + value * Float.BYTES));
        }
    }
}
