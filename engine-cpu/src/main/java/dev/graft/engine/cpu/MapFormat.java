package dev.graft.engine.cpu;

import org.bytedeco.dnnl.memory;

/** How maps of channels, height and width lie in memory. */
enum MapFormat {
    /** Position by position, all channels of one beside each other. */
    CHANNELS_LAST(memory.format_tag.nhwc, 1),
    /** Channels in blocks of 16: the width of an AVX-512 register. */
    BLOCKS_OF_16(memory.format_tag.nChw16c, 16),
    /** Channels in blocks of 8: the width of an AVX2 register. */
    BLOCKS_OF_8(memory.format_tag.nChw8c, 8);

    private final memory.format_tag tag;

    private final int block;

    MapFormat(memory.format_tag tag, int block) {
        this.tag = tag;
        this.block = block;
    }

    /** Number of channels that lie beside each other; what is cut between blocks can be seen as a map of its own. */
    int block() {
        return block;
    }

    boolean isBlocked() {
        return block > 1;
    }

    memory.format_tag tag() {
        return tag;
    }
}
