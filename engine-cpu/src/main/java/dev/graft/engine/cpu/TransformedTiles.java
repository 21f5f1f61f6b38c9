package dev.graft.engine.cpu;

import java.nio.FloatBuffer;
import java.util.List;

/** Transformed tiles of a block in native memory, {@code [36, tiles, channels]}. */
final class TransformedTiles {
    private final FloatBuffer values;
    private final int tiles;
    private final int channels;
    private final List<ChannelGroup> groups;
    private final float[] zeros;

    /** @param slot has its place in memory */
    TransformedTiles(Slot slot, int tiles, int channels) {
        this.values = NativeMemory.buffer(slot.address(), 0, (long) WinogradTransforms.POSITIONS * tiles * channels);
        this.tiles = tiles;
        this.channels = channels;
        this.groups = ChannelGroup.of(channels);
        this.zeros = new float[channels];
    }

    /** Of its channels. */
    List<ChannelGroup> groups() {
        return groups;
    }

    /** Fills tiles of a block with transformed input. */
    void input(TiledMaps maps, WinogradShape shape, int first, int count, float[] scratch, VectorWatch watch) {
        for (ChannelGroup group : groups) {
            for (int tile = 0; tile < count; tile += group.tiles()) {
                int together = Math.min(group.tiles(), count - tile);
                shape.takeInputs(maps, group, first + tile, together, scratch);
                watch.input(scratch);
                put(group, tile, together, scratch);
            }
        }
    }

    /** Copies the scratch's 36 positions of some tiles here. */
    void put(ChannelGroup group, int tile, int count, float[] scratch) {
        boolean whole = group.channels() == channels;
        for (int position = 0; position < WinogradTransforms.POSITIONS; position++) {
            int at = (position * tiles + tile) * channels + group.channel();
            int lane = position * WinogradTransforms.LANES;
            if (whole) {
                values.put(at, scratch, lane, count * channels);
            } else {
                for (int i = 0; i < count; i++) {
                    values.put(at + i * channels, scratch, lane + i * group.channels(), group.channels());
                }
            }
        }
    }

    /** Copies 36 positions of some tiles to the scratch. */
    void take(ChannelGroup group, int tile, int count, float[] scratch) {
        boolean whole = group.channels() == channels;
        for (int position = 0; position < WinogradTransforms.POSITIONS; position++) {
            int at = (position * tiles + tile) * channels + group.channel();
            int lane = position * WinogradTransforms.LANES;
            if (whole) {
                values.get(at, scratch, lane, count * channels);
            } else {
                for (int i = 0; i < count; i++) {
                    values.get(at + i * channels, scratch, lane + i * group.channels(), group.channels());
                }
            }
        }
    }

    /** Sets tiles that are not there to zero, from one to before another. */
    void clear(int from, int to) {
        for (int position = 0; position < WinogradTransforms.POSITIONS; position++) {
            for (int i = from; i < to; i++) {
                values.put((position * tiles + i) * channels, zeros, 0, channels);
            }
        }
    }
}
