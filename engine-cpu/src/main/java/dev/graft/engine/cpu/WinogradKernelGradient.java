package dev.graft.engine.cpu;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * The gradient of 3 x 3 kernels, and of the bias, by {@link WinogradTransforms}. Inputs and the gradients of results are
 * transformed in blocks of tiles; 36 products add each block to the gradient of the transformed kernels. Every worker has
 * its own share of blocks, always the same, and its own sums, which are added in order: results are the same, to the last
 * bit, for the same number of threads.
 *
 * @param shape of the convolution
 * @param workers most at once
 * @param source its input maps, in the shape's format, as are the gradients
 * @param gradients of its results
 * @param target gradient of the kernels, plain
 * @param bias gradient of the bias
 */
record WinogradKernelGradient(
        WinogradShape shape, int workers, Slot source, Slot gradients, Slot target, Optional<Slot> bias) {
    private static final int VALUES = 9;

    /** Memory of a worker's own. */
    private record Room(Slot inputs, Slot gradients, Slot sums, Slot spare) {}

    /** Adds it to the plan. */
    void emit(String layer, Emission e) {
        int block = shape.gradientBlock(workers);
        int blocks = (shape.tiles().count() + block - 1) / block;
        matmul.primitive_desc description = products(block, e);
        matmul products = e.own(new matmul(description));
        List<Room> rooms = IntStream.range(0, Math.min(workers, blocks))
                .mapToObj(i -> new Room(
                        e.temporary("tiles", e.own(description.src_desc())),
                        e.temporary("gradients", e.own(description.weights_desc())),
                        e.temporary("sums", e.own(description.dst_desc())),
                        e.temporary("scratch", e.own(description.scratchpad_desc()))))
                .toList();
        List<Slot> writes = new ArrayList<>(rooms.stream().map(Room::sums).toList());
        bias.ifPresent(writes::add);
        List<Slot> temporary = rooms.stream()
                .flatMap(room -> List.of(room.inputs, room.gradients, room.spare).stream())
                .toList();
        String name = "winograd:" + Implementations.name(description);
        e.plan().call(name, List.of(source, gradients), writes, temporary, binding -> {
            Bound bound = new Bound(this, block, blocks);
            List<Lane> lanes = rooms.stream()
                    .map(room -> new Lane(bound, products, arguments(room, binding, e), room, e))
                    .toList();
            return batch -> bound.run(lanes, e.workers());
        });
        finish(layer, rooms, e);
    }

    /** Transposed tiles times gradients, added to what is there. */
    private matmul.primitive_desc products(int block, Emission e) {
        long positions = WinogradTransforms.POSITIONS;
        long in = shape.in();
        memory.desc inputs = e.strided(new long[] {positions, in, block}, new long[] {block * in, 1, in});
        memory.desc given = e.plain(positions, block, shape.out());
        memory.desc sums = e.plain(positions, in, shape.out());
        return e.workers()
                .alone(() -> e.own(new matmul.primitive_desc(e.dnn().device(), inputs, given, sums, adding(e), false)));
    }

    private static primitive_attr adding(Emission e) {
        post_ops sum = e.own(new post_ops());
        sum.append_sum();
        primitive_attr attributes = e.attributes();
        attributes.set_post_ops(sum);
        return attributes;
    }

    private static IntMemoryMap arguments(Room room, PlanBuilder.Binding binding, Emission e) {
        IntMemoryMap arguments = e.own(new IntMemoryMap());
        arguments.put(dnnl.DNNL_ARG_SRC, binding.memory(room.inputs));
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, binding.memory(room.gradients));
        arguments.put(dnnl.DNNL_ARG_DST, binding.memory(room.sums));
        arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, binding.memory(room.spare));
        return arguments;
    }

    /** From 36 matrices to kernels, the workers' one after the other. */
    private void finish(String layer, List<Room> rooms, Emission e) {
        long in = shape.in();
        long out = shape.out();
        long pairs = in * out;
        Slot factors = WinogradKernels.factorsByValue(e);
        memory.desc matrices = e.plain(WinogradTransforms.POSITIONS, pairs);
        Slot values = e.temporary("kernel gradient", e.plain(VALUES, pairs));
        for (int i = 0; i < rooms.size(); i++) {
            matmul.primitive_desc description = e.own(new matmul.primitive_desc(
                    e.dnn().device(),
                    factors.layout(),
                    matrices,
                    values.layout(),
                    i == 0 ? e.attributes() : adding(e),
                    false));
            e.plan()
                    .execute(
                            layer,
                            description,
                            new matmul(description),
                            Map.of(
                                    dnnl.DNNL_ARG_SRC,
                                    factors,
                                    dnnl.DNNL_ARG_WEIGHTS,
                                    rooms.get(i).sums.as(matrices)),
                            Map.of(dnnl.DNNL_ARG_DST, values));
        }
        memory.desc asKernels = e.strided(new long[] {out, in, 3, 3}, new long[] {1, out, 3 * pairs, pairs});
        e.reorder(layer, values.as(asKernels), target);
    }

    /** The gradient when its memory has a place. */
    private static final class Bound {
        private final WinogradKernelGradient of;
        private final WinogradShape shape;
        private final int block;
        private final int blocks;
        private final TiledMaps inputs;
        private final TiledMaps gradients;

        Bound(WinogradKernelGradient of, int block, int blocks) {
            this.of = of;
            this.shape = of.shape;
            this.block = block;
            this.blocks = blocks;
            this.inputs = shape.inputs(of.source);
            this.gradients = shape.results(of.gradients);
        }

        void run(List<Lane> lanes, Workers threads) {
            threads.run(lanes.size(), worker -> {
                Lane lane = lanes.get(worker);
                lane.begin();
                float[] scratch = threads.scratch();
                int end = (worker + 1) * blocks / lanes.size();
                for (int number = worker * blocks / lanes.size(); number < end; number++) {
                    lane.block(number, scratch);
                }
            });
            of.bias.ifPresent(slot -> writeBias(lanes, slot));
        }

        private void writeBias(List<Lane> lanes, Slot slot) {
            FloatBuffer values = NativeMemory.buffer(slot.address(), 0, shape.out());
            for (int channel = 0; channel < shape.out(); channel++) {
                double sum = 0;
                for (Lane lane : lanes) {
                    sum += lane.bias[channel];
                }
                values.put(channel, (float) sum);
            }
        }
    }

    /** What one worker computes with. */
    private static final class Lane {
        private final Bound all;
        private final matmul products;
        private final IntMemoryMap arguments;
        private final Slot sums;
        private final OneDnn dnn;
        private final VectorWatch watch;
        private final TransformedTiles inputs;
        private final TransformedTiles gradients;
        private final double[] bias;

        Lane(Bound all, matmul products, IntMemoryMap arguments, Room room, Emission e) {
            this.all = all;
            this.products = products;
            this.arguments = arguments;
            this.sums = room.sums;
            this.dnn = e.dnn();
            this.watch = e.winograd().watch();
            this.inputs = new TransformedTiles(room.inputs, all.block, all.shape.in());
            this.gradients = new TransformedTiles(room.gradients, all.block, all.shape.out());
            this.bias = new double[all.shape.out()];
        }

        void begin() {
            Pointer.memset(sums.address(), 0, sums.bytes());
            Arrays.fill(bias, 0);
        }

        void block(int number, float[] scratch) {
            int first = number * all.block;
            int count = Math.min(all.block, all.shape.tiles().count() - first);
            inputs.input(all.inputs, all.shape, first, count, scratch, watch);
            gradient(first, count, scratch);
            // What is not there must be zero in both: nothing times nothing may be no number.
            inputs.clearFrom(count);
            gradients.clearFrom(count);
            stream stream = dnn.stream();
            products.execute(stream, arguments);
            stream._wait();
        }

        private void gradient(int first, int count, float[] scratch) {
            for (ChannelGroup group : gradients.groups()) {
                Arrays.fill(scratch, WinogradTransforms.BIAS, WinogradTransforms.BIAS + WinogradTransforms.LANES, 0);
                for (int tile = 0; tile < count; tile += group.tiles()) {
                    int tiles = Math.min(group.tiles(), count - tile);
                    all.shape.takeResults(all.gradients, group, first + tile, tiles, scratch, 0);
                    if (all.of.bias.isPresent()) {
                        WinogradTransforms.sum(scratch, tiles * group.channels());
                    }
                    WinogradTransforms.gradient(scratch);
                    gradients.put(group, tile, tiles, scratch);
                }
                addBias(group, scratch);
            }
        }

        private void addBias(ChannelGroup group, float[] scratch) {
            for (int i = 0; i < group.tiles(); i++) {
                for (int channel = 0; channel < group.channels(); channel++) {
                    bias[group.channel() + channel] +=
                            scratch[WinogradTransforms.BIAS + i * group.channels() + channel];
                }
            }
        }
    }
}
