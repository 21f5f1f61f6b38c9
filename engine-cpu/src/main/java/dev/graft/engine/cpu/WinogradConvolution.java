package dev.graft.engine.cpu;

import dev.graft.engine.program.Function;
import dev.graft.engine.program.PostOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * A convolution of 3 x 3, or the gradient of its input, by {@link WinogradTransforms}. Tiles go in blocks that stay in the
 * cache: their input is transformed, 36 products with the transformed kernels follow as one, and the results are transformed
 * back. Workers take whole blocks. What a tile becomes depends on nothing but itself: results are the same, to the last bit,
 * for every number of threads and every batch.
 *
 * @param shape of the convolution
 * @param source input maps, in the shape's format, as are addends and target
 * @param kernels transformed, in the layout of {@link #kernels(WinogradShape, Emission)}
 * @param bias of output channels
 * @param operations what is done to results
 * @param addends one for each addition
 * @param target output maps
 */
record WinogradConvolution(
        WinogradShape shape,
        Slot source,
        Slot kernels,
        Optional<Slot> bias,
        List<PostOperation> operations,
        List<Slot> addends,
        Slot target) {
    /** Whether all of these can be done here. */
    static boolean knows(List<PostOperation> operations) {
        return operations.stream()
                .allMatch(operation -> !(operation instanceof PostOperation.Activate activate)
                        || activate.function() == Function.RELU
                        || activate.function() == Function.RELU6);
    }

    /** The layout of transformed kernels; the same for all batches, so that plans share constants. */
    static memory.desc kernels(WinogradShape shape, Emission e) {
        memory.desc any = e.any(WinogradTransforms.POSITIONS, shape.in(), shape.out());
        return e.own(products(shape, WinogradShape.BLOCK, any, e).weights_desc());
    }

    private static matmul.primitive_desc products(WinogradShape shape, int block, memory.desc kernels, Emission e) {
        memory.desc inputs = e.plain(WinogradTransforms.POSITIONS, block, shape.in());
        memory.desc results = e.plain(WinogradTransforms.POSITIONS, block, shape.out());
        return e.workers()
                .alone(() -> e.own(
                        new matmul.primitive_desc(e.dnn().device(), inputs, kernels, results, e.attributes(), false)));
    }

    /** Memory of a worker's own. */
    private record Room(Slot inputs, Slot results, Slot spare) {}

    /** Adds it to the plan. */
    void emit(Emission e) {
        int most = e.workers().count();
        int block = shape.block(most);
        matmul.primitive_desc description = products(shape, block, kernels.layout(), e);
        matmul products = e.own(new matmul(description));
        int blocks = (shape.tiles().count() + block - 1) / block;
        List<Room> rooms = IntStream.range(0, Math.min(most, blocks))
                .mapToObj(i -> new Room(
                        e.temporary("tiles", e.own(description.src_desc())),
                        e.temporary("products", e.own(description.dst_desc())),
                        e.temporary("scratch", e.own(description.scratchpad_desc()))))
                .toList();
        List<Slot> reads = new ArrayList<>(List.of(source, kernels));
        bias.ifPresent(reads::add);
        reads.addAll(addends);
        List<Slot> temporary = rooms.stream()
                .flatMap(room -> List.of(room.inputs, room.results, room.spare).stream())
                .toList();
        e.plan().call("winograd:" + Implementations.name(description), reads, List.of(target), temporary, binding -> {
            Bound bound = new Bound(this, block, blocks);
            List<Lane> lanes = rooms.stream()
                    .map(room -> new Lane(bound, products, arguments(room, binding, e), room, e))
                    .toList();
            return batch -> bound.run(lanes, e.workers());
        });
    }

    private IntMemoryMap arguments(Room room, PlanBuilder.Binding binding, Emission e) {
        IntMemoryMap arguments = e.own(new IntMemoryMap());
        arguments.put(dnnl.DNNL_ARG_SRC, binding.memory(room.inputs));
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, binding.memory(kernels));
        arguments.put(dnnl.DNNL_ARG_DST, binding.memory(room.results));
        arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, binding.memory(room.spare));
        return arguments;
    }

    /** The convolution when its memory has a place. */
    private static final class Bound {
        private final WinogradConvolution of;
        private final WinogradShape shape;
        private final int block;
        private final int blocks;
        private final TiledMaps inputs;
        private final TiledMaps results;
        private final List<TiledMaps> addends;
        private final float[] biases;
        private final AtomicInteger next = new AtomicInteger();

        Bound(WinogradConvolution of, int block, int blocks) {
            this.of = of;
            this.shape = of.shape;
            this.block = block;
            this.blocks = blocks;
            this.inputs = shape.inputs(of.source);
            this.results = shape.results(of.target);
            this.addends = of.addends.stream().map(shape::results).toList();
            this.biases = new float[shape.out()];
        }

        void run(List<Lane> lanes, Workers workers) {
            of.bias.ifPresent(slot ->
                    NativeMemory.buffer(slot.address(), 0, biases.length).get(biases));
            next.set(0);
            workers.run(lanes.size(), worker -> {
                float[] scratch = workers.scratch();
                for (int number = next.getAndIncrement(); number < blocks; number = next.getAndIncrement()) {
                    lanes.get(worker).block(number, scratch);
                }
            });
        }
    }

    /** What one worker computes with. */
    private static final class Lane {
        private final Bound all;
        private final matmul products;
        private final IntMemoryMap arguments;
        private final OneDnn dnn;
        private final VectorWatch watch;
        private final TransformedTiles inputs;
        private final TransformedTiles results;

        Lane(Bound all, matmul products, IntMemoryMap arguments, Room room, Emission e) {
            this.all = all;
            this.products = products;
            this.arguments = arguments;
            this.dnn = e.dnn();
            this.watch = e.winograd().watch();
            this.inputs = new TransformedTiles(room.inputs, all.block, all.shape.in());
            this.results = new TransformedTiles(room.results, all.block, all.shape.out());
        }

        void block(int number, float[] scratch) {
            int first = number * all.block;
            int count = Math.min(all.block, all.shape.tiles().count() - first);
            inputs.input(all.inputs, all.shape, first, count, scratch, watch);
            stream stream = dnn.stream();
            products.execute(stream, arguments);
            stream._wait();
            output(first, count, scratch);
        }

        private void output(int first, int count, float[] scratch) {
            for (ChannelGroup group : results.groups()) {
                WinogradTransforms.bias(scratch, all.biases, group.channel(), group.channels());
                for (int tile = 0; tile < count; tile += group.tiles()) {
                    int tiles = Math.min(group.tiles(), count - tile);
                    results.take(group, tile, tiles, scratch);
                    WinogradTransforms.output(scratch);
                    finish(group, first + tile, tiles, scratch);
                    all.shape.putResults(all.results, group, first + tile, tiles, scratch);
                }
            }
        }

        private void finish(ChannelGroup group, int first, int tiles, float[] scratch) {
            int addend = 0;
            for (PostOperation operation : all.of.operations) {
                if (operation instanceof PostOperation.Activate activate) {
                    WinogradTransforms.relu(scratch);
                    if (activate.function() == Function.RELU6) {
                        WinogradTransforms.atMost(scratch, 6);
                    }
                } else {
                    TiledMaps added = all.addends.get(addend++);
                    all.shape.takeResults(added, group, first, tiles, scratch, WinogradTransforms.OTHER);
                    WinogradTransforms.add(scratch);
                }
            }
        }
    }
}
