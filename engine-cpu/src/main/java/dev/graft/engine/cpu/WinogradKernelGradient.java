package dev.graft.engine.cpu;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * The gradient of 3 x 3 kernels, and of the bias, by {@link WinogradTransforms}. Inputs and the gradients of results are
 * transformed in blocks of tiles; products add one segment of a block after the other to the gradient of the transformed
 * kernels. Every worker has its own share of blocks, always the same, and its own sums, which are added in order: results are
 * the same, to the last bit, for the same number of threads.
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
    /** Memory of a worker's own. */
    private record Room(Slot inputs, Slot gradients, Slot sums, Slot spare) {}

    /** Adds it to the plan. */
    void emit(Emission e) {
        int segment = shape.gradientSegment(workers);
        int block = shape.gradientBlock(workers);
        int blocks = (shape.tiles().count() + block - 1) / block;
        SegmentedProducts products = new SegmentedProducts(shape, block, segment, e);
        List<Room> rooms = IntStream.range(0, Math.min(workers, blocks))
                .mapToObj(i -> new Room(
                        e.temporary("tiles", e.plain(WinogradTransforms.POSITIONS, block, shape.in())),
                        e.temporary("gradients", e.plain(WinogradTransforms.POSITIONS, block, shape.out())),
                        e.temporary("sums", e.plain(WinogradTransforms.POSITIONS, shape.in(), shape.out())),
                        e.temporary("scratch", products.scratch(e))))
                .toList();
        List<Slot> writes = new ArrayList<>(List.of(target));
        bias.ifPresent(writes::add);
        List<Slot> temporary = rooms.stream()
                .flatMap(room -> Stream.of(room.inputs, room.gradients, room.sums, room.spare))
                .toList();
        e.plan().call("winograd:" + products.name(), List.of(source, gradients), writes, temporary, binding -> {
            Bound bound = new Bound(this, segment, block, blocks);
            List<Lane> lanes = rooms.stream()
                    .map(room -> new Lane(bound, products, room, e))
                    .toList();
            KernelGradientSums sums =
                    new KernelGradientSums(rooms.stream().map(Room::sums).toList(), target, shape.in(), shape.out());
            return batch -> bound.run(lanes, sums, e.workers());
        });
    }

    /** The gradient when its memory has a place. */
    private static final class Bound {
        private final WinogradKernelGradient of;
        private final WinogradShape shape;
        private final int segment;
        private final int block;
        private final int blocks;
        private final TiledMaps inputs;
        private final TiledMaps gradients;

        Bound(WinogradKernelGradient of, int segment, int block, int blocks) {
            this.of = of;
            this.shape = of.shape;
            this.segment = segment;
            this.block = block;
            this.blocks = blocks;
            this.inputs = shape.inputs(of.source);
            this.gradients = shape.results(of.gradients);
        }

        void run(List<Lane> lanes, KernelGradientSums sums, Workers threads) {
            threads.run(lanes.size(), worker -> {
                Lane lane = lanes.get(worker);
                lane.begin();
                float[] scratch = threads.scratch();
                int end = (worker + 1) * blocks / lanes.size();
                for (int number = worker * blocks / lanes.size(); number < end; number++) {
                    lane.block(number, scratch);
                }
            });
            threads.run(lanes.size(), worker -> sums.write(worker, lanes.size()));
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
        private final SegmentedProducts.Runner products;
        private final Slot sums;
        private final VectorWatch watch;
        private final TransformedTiles inputs;
        private final TransformedTiles gradients;
        private final double[] bias;

        Lane(Bound all, SegmentedProducts products, Room room, Emission e) {
            this.all = all;
            this.products = products.runner(room.inputs, room.gradients, room.sums, room.spare, e);
            this.sums = room.sums;
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
            int end = (count + all.segment - 1) / all.segment * all.segment;
            inputs.clear(count, end);
            gradients.clear(count, end);
            products.add(count);
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
