package dev.graft.engine.cpu;

import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;

/**
 * A convolution of 3 x 3 at stride 1, or the gradient of its input, which is one too.
 *
 * @param format of all maps
 * @param images of the batch
 * @param in channels that are read
 * @param height rows that are read
 * @param width columns that are read
 * @param out channels that are computed
 * @param outHeight rows that are computed
 * @param outWidth columns that are computed
 * @param above rows of zeros above the input; below 0 as many rows of it are not read
 * @param before columns of zeros before it
 */
record WinogradShape(
        MapFormat format,
        int images,
        int in,
        int height,
        int width,
        int out,
        int outHeight,
        int outWidth,
        int above,
        int before) {
    /** Rows and columns of the input that a tile depends on. */
    private static final int INPUT_SIDE = 6;

    /** Tiles of a block whose intermediates stay in the second-level cache of 1 MB. */
    static final int BLOCK = 56;
    /** More for large kernels: they are read once for a block. */
    private static final int LARGE_BLOCK = 128;

    private static final int LARGE_KERNEL = 1 << 17;

    private static final int LEAST_GRADIENT_BLOCK = 64;
    private static final int MOST_GRADIENT_BLOCK = 512;
    private static final int LEAST_SEGMENT = 16;

    /** Of a convolution of a batch. */
    static WinogradShape of(MapFormat format, int images, Window window, Value x, Value y) {
        return new WinogradShape(
                format,
                images,
                x.channels(),
                x.height(),
                x.width(),
                y.channels(),
                y.height(),
                y.width(),
                window.padding().top(),
                window.padding().left());
    }

    /** Of the gradient of its input: the kernel is turned, and what the padding was is missing from two. */
    static WinogradShape back(MapFormat format, int images, Window window, Value x, Value y) {
        return new WinogradShape(
                format,
                images,
                y.channels(),
                y.height(),
                y.width(),
                x.channels(),
                x.height(),
                x.width(),
                2 - window.padding().top(),
                2 - window.padding().left());
    }

    /** Whether maps lie as {@link TiledMaps} can take them apart: those of few channels lie otherwise. */
    boolean isPossible() {
        int block = format.block();
        return Math.min(in, out) > Emission.FEW_CHANNELS && in % block == 0 && out % block == 0;
    }

    TileGrid tiles() {
        return new TileGrid(images, outHeight, outWidth);
    }

    /** Tiles of a block, of as many blocks as there is work for. */
    int block(int workers) {
        return block(in * out > LARGE_KERNEL ? LARGE_BLOCK : BLOCK, workers);
    }

    /** Tiles of a block for the gradient of the kernels, whole segments: each block is added to all of them. */
    int gradientBlock(int workers) {
        int segment = gradientSegment(workers);
        return (block(mostOfGradient(), workers) + segment - 1) / segment * segment;
    }

    /**
     * Tiles whose products are added up in a row, before they are added to what came before. The error of a sum grows with
     * the root of its length: it is least with as many segments as a segment has tiles. Longer ones take less time; half as
     * long again, they are a twenty-fifth less exact.
     */
    int gradientSegment(int workers) {
        int block = block(mostOfGradient(), workers);
        int least = Math.max(LEAST_SEGMENT, (int) (1.5 * Math.sqrt(share(workers))));
        int segments = Math.max(1, block / least);
        return (block + segments - 1) / segments;
    }

    private int mostOfGradient() {
        return Math.max(LEAST_GRADIENT_BLOCK, Math.min(MOST_GRADIENT_BLOCK, in * out / 256));
    }

    private int share(int workers) {
        return (tiles().count() + workers - 1) / workers;
    }

    /** As many blocks as a worker's share needs, of like size. */
    private int block(int most, int workers) {
        int share = share(workers);
        int blocks = (share + most - 1) / most;
        return (share + blocks - 1) / blocks;
    }

    TiledMaps inputs(Slot slot) {
        return TiledMaps.of(format, slot, images, in, height, width);
    }

    TiledMaps results(Slot slot) {
        return TiledMaps.of(format, slot, images, out, outHeight, outWidth);
    }

    /** Copies squares of inputs that some tiles depend on to the scratch, beside each other. */
    void takeInputs(TiledMaps maps, ChannelGroup group, int first, int count, float[] scratch) {
        for (int i = 0; i < count; i++) {
            TileGrid grid = tiles();
            int tile = first + i;
            int row = grid.row(tile) - above;
            int column = grid.column(tile) - before;
            int lane = i * group.channels();
            maps.take(grid.image(tile), row, column, INPUT_SIDE, group.channel(), group.channels(), scratch, lane);
        }
    }

    /**
     * Copies tiles of maps that are like results to the scratch, beside each other.
     *
     * @param at where in the scratch
     */
    void takeResults(TiledMaps maps, ChannelGroup group, int first, int count, float[] scratch, int at) {
        for (int i = 0; i < count; i++) {
            TileGrid grid = tiles();
            int tile = first + i;
            int lane = at + i * group.channels();
            maps.take(
                    grid.image(tile),
                    grid.row(tile),
                    grid.column(tile),
                    TileGrid.SIDE,
                    group.channel(),
                    group.channels(),
                    scratch,
                    lane);
        }
    }

    /** Copies the scratch's results to tiles. */
    void putResults(TiledMaps maps, ChannelGroup group, int first, int count, float[] scratch) {
        for (int i = 0; i < count; i++) {
            TileGrid grid = tiles();
            int tile = first + i;
            int lane = i * group.channels();
            maps.put(
                    grid.image(tile),
                    grid.row(tile),
                    grid.column(tile),
                    group.channel(),
                    group.channels(),
                    scratch,
                    lane);
        }
    }
}
