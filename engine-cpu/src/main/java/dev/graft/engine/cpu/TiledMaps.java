package dev.graft.engine.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Maps of a batch in native memory, from which squares of some channels are copied to the scratch of {@link
 * WinogradTransforms} and back. Threads may share one.
 */
abstract sealed class TiledMaps {
    /** One for each image: a buffer ends at 2 GB. */
    private final FloatBuffer[] images;

    final int channels;
    final int height;
    final int width;

    private TiledMaps(Slot maps, int batch, int channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.images = new FloatBuffer[batch];
        long values = (long) channels * height * width;
        for (int i = 0; i < batch; i++) {
            images[i] = NativeMemory.buffer(maps.address(), i * values, values);
        }
    }

    /** Maps that have their place in memory. */
    static TiledMaps of(MapFormat format, Slot maps, int batch, int channels, int height, int width) {
        return format.isBlocked()
                ? new Blocked(format.block(), maps, batch, channels, height, width)
                : new ChannelsLast(maps, batch, channels, height, width);
    }

    final FloatBuffer image(int number) {
        return images[number];
    }

    /**
     * Copies a square to the scratch, with zeros where the map ends.
     *
     * @param row of its first corner, may lie outside
     * @param column of its first corner
     * @param side rows and columns
     * @param channel the first one
     * @param count of channels
     * @param lane where they go at each position
     */
    final void take(int image, int row, int column, int side, int channel, int count, float[] scratch, int lane) {
        int from = Math.min(side, Math.max(0, -column));
        int to = Math.max(from, Math.min(side, width - column));
        for (int i = 0; i < side; i++) {
            int at = lane + i * WinogradTransforms.ROW;
            boolean inside = row + i >= 0 && row + i < height;
            int first = inside ? from : side;
            clear(scratch, at, 0, first, count);
            if (inside) {
                takeRow(image, row + i, column, from, to, channel, count, scratch, at);
                clear(scratch, at, to, side, count);
            }
        }
    }

    private static void clear(float[] scratch, int at, int from, int to, int count) {
        for (int j = from; j < to; j++) {
            int start = at + j * WinogradTransforms.LANES;
            Arrays.fill(scratch, start, start + count, 0);
        }
    }

    /** Copies the scratch's 4 x 4 results to a tile, as far as the map goes. */
    final void put(int image, int row, int column, int channel, int count, float[] scratch, int lane) {
        int rows = Math.min(TileGrid.SIDE, height - row);
        int columns = Math.min(TileGrid.SIDE, width - column);
        for (int i = 0; i < rows; i++) {
            int at = lane + i * WinogradTransforms.ROW;
            putRow(image, row + i, column, columns, channel, count, scratch, at);
        }
    }

    /** Positions {@code from} to {@code to} of a row that begins at a column, all of them inside. */
    abstract void takeRow(
            int image, int row, int column, int from, int to, int channel, int count, float[] scratch, int at);

    abstract void putRow(int image, int row, int column, int columns, int channel, int count, float[] scratch, int at);

    /** {@link MapFormat#CHANNELS_LAST}. */
    private static final class ChannelsLast extends TiledMaps {
        ChannelsLast(Slot maps, int batch, int channels, int height, int width) {
            super(maps, batch, channels, height, width);
        }

        @Override
        void takeRow(
                int image, int row, int column, int from, int to, int channel, int count, float[] scratch, int at) {
            FloatBuffer values = image(image);
            int start = (row * width + column) * channels + channel;
            for (int j = from; j < to; j++) {
                values.get(start + j * channels, scratch, at + j * WinogradTransforms.LANES, count);
            }
        }

        @Override
        void putRow(int image, int row, int column, int columns, int channel, int count, float[] scratch, int at) {
            FloatBuffer values = image(image);
            int start = (row * width + column) * channels + channel;
            for (int j = 0; j < columns; j++) {
                values.put(start + j * channels, scratch, at + j * WinogradTransforms.LANES, count);
            }
        }
    }

    /** Channels in blocks; their number is a multiple of the block. */
    private static final class Blocked extends TiledMaps {
        private final int block;

        Blocked(int block, Slot maps, int batch, int channels, int height, int width) {
            super(maps, batch, channels, height, width);
            this.block = block;
        }

        @Override
        void takeRow(
                int image, int row, int column, int from, int to, int channel, int count, float[] scratch, int at) {
            FloatBuffer values = image(image);
            for (int c = 0; c < count; c += block) {
                int start = (((channel + c) / block * height + row) * width + column + from) * block;
                values.get(start, scratch, WinogradTransforms.SPARE, (to - from) * block);
                for (int j = from; j < to; j++) {
                    int there = WinogradTransforms.SPARE + (j - from) * block;
                    System.arraycopy(scratch, there, scratch, at + c + j * WinogradTransforms.LANES, block);
                }
            }
        }

        @Override
        void putRow(int image, int row, int column, int columns, int channel, int count, float[] scratch, int at) {
            FloatBuffer values = image(image);
            for (int c = 0; c < count; c += block) {
                for (int j = 0; j < columns; j++) {
                    int there = WinogradTransforms.SPARE + j * block;
                    System.arraycopy(scratch, at + c + j * WinogradTransforms.LANES, scratch, there, block);
                }
                int start = (((channel + c) / block * height + row) * width + column) * block;
                values.put(start, scratch, WinogradTransforms.SPARE, columns * block);
            }
        }
    }
}
