package dev.graft.engine.cpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places slots in one block so that slots that live at the same time do not overlap. A slot lives from the first step that
 * writes it to the last that touches it.
 *
 * <p>Large ones first, each as low as it fits: within a few percent of the best for networks (Pisarchyk and Lee, Efficient
 * Memory Management for Deep Neural Net Inference, 2020, "greedy by size").
 */
final class ArenaPlan {
    private final Map<Slot, Region> regions = new IdentityHashMap<>();
    private final List<Region> order = new ArrayList<>();
    private final List<Overwrite> overwrites = new ArrayList<>();
    private int steps;

    private record Overwrite(Region input, Region output, int step) {}

    /** Memory of one slot, or of several that follow each other in the same place. */
    private static final class Region {
        private final List<Slot> slots = new ArrayList<>();
        private long bytes;
        private int first;
        private int last;
        private long offset = -1;
        private Region joined;

        private Region current() {
            return joined == null ? this : joined.current();
        }

        private boolean meets(Region other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** The next step and what it touches. */
    void step(Collection<Slot> reads, Collection<Slot> writes) {
        reads.forEach(this::touch);
        writes.forEach(this::touch);
        steps++;
    }

    private void touch(Slot slot) {
        Slot root = slot.root();
        if (!root.hasAddress()) {
            region(root).last = steps;
        }
    }

    private Region region(Slot root) {
        return regions.computeIfAbsent(root, slot -> {
            Region region = new Region();
            region.slots.add(slot);
            region.bytes = NativeMemory.round(slot.bytes());
            region.first = steps;
            order.add(region);
            return region;
        });
    }

    void mayOverwrite(Slot input, Slot output) {
        if (!input.hasAddress() && !output.hasAddress()) {
            overwrites.add(new Overwrite(region(input), region(output), steps - 1));
        }
    }

    void keep(Slot slot) {
        if (!slot.hasAddress()) {
            region(slot).last = Integer.MAX_VALUE;
        }
    }

    /** Gives every slot its address. */
    NativeMemory place() {
        overwrites.forEach(ArenaPlan::join);
        List<Region> open = new ArrayList<>(order);
        open.removeIf(region -> region.joined != null);
        open.sort(Comparator.comparingLong((Region region) -> region.bytes).reversed());
        long size = 0;
        List<Region> placed = new ArrayList<>();
        for (Region region : open) {
            region.offset = lowest(region, placed);
            size = Math.max(size, region.offset + region.bytes);
            placed.add(region);
        }
        NativeMemory memory = new NativeMemory(size);
        for (Region region : placed) {
            region.slots.forEach(slot -> slot.place(memory.at(region.offset)));
        }
        return memory;
    }

    private static void join(Overwrite overwrite) {
        Region input = overwrite.input.current();
        Region output = overwrite.output.current();
        if (input != output
                && input.last == overwrite.step
                && output.first == overwrite.step
                && input.bytes == output.bytes) {
            input.last = output.last;
            input.slots.addAll(output.slots);
            output.joined = input;
        }
    }

    private static long lowest(Region region, List<Region> placed) {
        List<Region> around = new ArrayList<>();
        for (Region other : placed) {
            if (region.meets(other)) {
                around.add(other);
            }
        }
        around.sort(Comparator.comparingLong(other -> other.offset));
        long offset = 0;
        for (Region other : around) {
            if (offset + region.bytes <= other.offset) {
                break;
            }
            offset = Math.max(offset, other.offset + other.bytes);
        }
        return offset;
    }

    /** For tests: whether no two slots that live together overlap. */
    boolean isSound() {
        Set<Region> seen = new HashSet<>();
        for (Region region : order) {
            if (region.joined == null) {
                for (Region other : seen) {
                    if (region.meets(other)
                            && region.offset < other.offset + other.bytes
                            && other.offset < region.offset + region.bytes) {
                        return false;
                    }
                }
                seen.add(region);
            }
        }
        return true;
    }
}
