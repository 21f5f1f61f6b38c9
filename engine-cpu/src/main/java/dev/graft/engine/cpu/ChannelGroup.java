package dev.graft.engine.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Channels whose values of some tiles fill the lanes of {@link WinogradTransforms} together.
 *
 * @param channel the first one
 * @param channels their number
 * @param tiles most that have room
 */
record ChannelGroup(int channel, int channels, int tiles) {
    /** All of a map's. */
    static List<ChannelGroup> of(int channels) {
        List<ChannelGroup> groups = new ArrayList<>();
        for (int channel = 0; channel < channels; channel += WinogradTransforms.LANES) {
            int count = Math.min(WinogradTransforms.LANES, channels - channel);
            groups.add(new ChannelGroup(channel, count, WinogradTransforms.LANES / count));
        }
        return List.copyOf(groups);
    }
}
