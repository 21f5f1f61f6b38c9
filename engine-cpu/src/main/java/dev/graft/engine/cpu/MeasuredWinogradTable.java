package dev.graft.engine.cpu;

/**
 * Which convolutions are computed by {@link WinogradTransforms}: those that took at most nine tenths of the time of oneDNN's
 * own in measurements (oneDNN 3.11, AMD EPYC 9005, one thread, Java 17). Milliseconds of processor time, direct and by tiles,
 * 8 images, of the result, the gradient of the input and that of the kernel, each with what it takes to transform kernels
 * that learn:
 *
 * <pre>
 *                         channels last                          blocks of 16
 *  56 x 56,  64 to  64    17, 10    17,  9    21, 10             16, 12    17, 11    19, 13
 *  28 x 28, 128 to 128    17,  8    16,  8    19,  8             16,  9    16,  9    17, 13
 *  28 x 28, 512 to 512   263, 110  264, 106  357, 113           254, 113  276, 107  282, 117
 *  14 x 14, 256 to 256    16, 14    17, 12    20, 14             16, 15    16, 13    20, 15
 *  14 x 14, 512 to 512    65, 48    66, 42    81, 47             64, 48    66, 43    83, 47
 *   7 x  7, 512 to 512    17, 28    18, 22    26, 25             16, 28    16, 22    29, 26
 * </pre>
 *
 * <p>With AVX2 alone, simulated, in channels last 17, 10 and 310, 121 and 17, 16 for the results of the first, third and
 * fourth row, in blocks of 8 17, 16 and 273, 136 and 18, 17.
 *
 * <p>Constant kernels are transformed once, and so it depends on nothing but the image's size and the channels whether they
 * are: an image's features do not depend on the batch it comes in, nor on the number of threads. More than two threads were
 * not measured.
 */
final class MeasuredWinogradTable implements WinogradTable {
    /** Least channels with channels last, and least product of those that are read and computed: 32 to 32 won nothing for one image. */
    private static final int CHANNELS = 32;

    private static final int PAIRS = 2048;
    /** Least channels in blocks: blocks take longer to take apart. 32 to 64 won a tenth in blocks of 16, 64 to 64 a twentieth in blocks of 8. */
    private static final int BLOCKS_OF_16_CHANNELS = 64;

    private static final int BLOCKS_OF_8_CHANNELS = 128;
    /** Least positions of an image for constant kernels: of 10 x 10 results or fewer one image took as long, or twice. */
    private static final int POSITIONS = 144;
    /** Least tiles of a batch for kernels that are transformed at every run: with 128, 256 to 256 channels won a twentieth. */
    private static final int TILES = 160;
    /** Least tiles for each thread for the gradient of kernels. */
    private static final int GRADIENT_TILES = 64;
    /** Bytes that all workers' sums may take: each has some as large as the transformed kernels. With fewer than half of the threads nothing is won. */
    private static final long SUMS = 256L << 20;

    @Override
    public boolean convolves(WinogradShape shape, boolean constantKernel) {
        TileGrid tiles = shape.tiles();
        int positions = tiles.height() * tiles.width();
        return hasChannels(shape)
                && isFilled(tiles)
                && (constantKernel ? positions >= POSITIONS : tiles.count() >= TILES);
    }

    @Override
    public int gradientWorkers(WinogradShape shape, int threads) {
        long sums = (long) WinogradTransforms.POSITIONS * shape.in() * shape.out() * Float.BYTES;
        int workers = (int) Math.min(threads, SUMS / sums);
        boolean wins = hasChannels(shape)
                && isFilled(shape.tiles())
                && shape.tiles().count() >= (long) GRADIENT_TILES * threads
                && 2 * workers >= threads;
        return wins ? workers : 0;
    }

    private static boolean hasChannels(WinogradShape shape) {
        int least = switch (shape.format()) {
            case CHANNELS_LAST -> CHANNELS;
            case BLOCKS_OF_16 -> BLOCKS_OF_16_CHANNELS;
            case BLOCKS_OF_8 -> BLOCKS_OF_8_CHANNELS;
        };
        return shape.in() >= least && shape.out() >= least && shape.in() * shape.out() >= PAIRS;
    }

    /** Whether at least half of the tiles' positions are within the maps. */
    private static boolean isFilled(TileGrid tiles) {
        return 2 * tiles.height() * tiles.width() >= TileGrid.SIDE * TileGrid.SIDE * tiles.each();
    }
}
