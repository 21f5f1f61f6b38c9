package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Places pieces of memory in one block so that pieces that are in use at the same time do not overlap. A piece is in use from
 * the first step that touches it to the last.
 *
 * <p>Large ones first, each as low as it fits: within a few percent of the best for networks (Pisarchyk and Lee, Efficient
 * Memory Management for Deep Neural Net Inference, 2020, "greedy by size").
 *
 * @param <S> a piece, told apart by identity
 */
public final class Arena<S> {
    private final ToLongFunction<S> bytes;
    private final long alignment;
    private final Map<S, Region> regions = new IdentityHashMap<>();
    private final List<Region> order = new ArrayList<>();
    private final List<Overwrite> overwrites = new ArrayList<>();
    private int steps;

    /**
     * @param bytes that a piece takes
     * @param alignment of every piece's offset, in bytes
     */
    public Arena(ToLongFunction<S> bytes, long alignment) {
        this.bytes = bytes;
        this.alignment = alignment;
    }

    /**
     * Where everything lies.
     *
     * @param offsets in bytes
     * @param size of the whole block in bytes
     */
    public record Placement<S>(Map<S, Long> offsets, long size) {}

    private record Overwrite(Region input, Region output, int step) {}

    /** Memory of one piece, or of several that follow each other in the same place. */
    private static final class Region {
        private long bytes;
        private int first;
        private int last;
        private long offset = -1;
        private @Nullable Region joined;

        private Region current() {
            return joined == null ? this : joined.current();
        }

        private boolean meets(Region other) {
            return first <= other.last && other.first <= last;
        }

        private boolean overlaps(Region other) {
            return offset < other.offset + other.bytes && other.offset < offset + bytes;
        }
    }

    /** The next step and what it touches. */
    public void step(Collection<S> reads, Collection<S> writes) {
        reads.forEach(this::touch);
        writes.forEach(this::touch);
        steps++;
    }

    private void touch(S piece) {
        region(piece).last = steps;
    }

    private Region region(S piece) {
        return regions.computeIfAbsent(piece, unknown -> {
            Region region = new Region();
            region.bytes = (bytes.applyAsLong(unknown) + alignment - 1) / alignment * alignment;
            region.first = steps;
            order.add(region);
            return region;
        });
    }

    /** Says that the step added last may write one piece over another that it reads, if both are of one size and nobody needs that afterwards. */
    public void mayOverwrite(S input, S output) {
        overwrites.add(new Overwrite(region(input), region(output), steps - 1));
    }

    /** Keeps a piece until the end. */
    public void keep(S piece) {
        region(piece).last = Integer.MAX_VALUE;
    }

    /** Gives every piece its offset. */
    public Placement<S> place() {
        overwrites.forEach(Arena::join);
        List<Region> open = new ArrayList<>(order);
        open.removeIf(region -> region.joined != null);
        open.sort(Comparator.comparingLong((Region region) -> region.bytes).reversed());
        long size = 0;
        // By offset.
        List<Region> placed = new ArrayList<>();
        for (Region region : open) {
            region.offset = lowest(region, placed);
            size = Math.max(size, region.offset + region.bytes);
            int index = Collections.binarySearch(placed, region, Comparator.comparingLong(each -> each.offset));
            placed.add(index < 0 ? -index - 1 : index, region);
        }
        Map<S, Long> offsets = new IdentityHashMap<>();
        regions.forEach((piece, region) -> offsets.put(piece, region.current().offset));
        return new Placement<>(Collections.unmodifiableMap(offsets), size);
    }

    private static void join(Overwrite overwrite) {
        Region input = overwrite.input.current();
        Region output = overwrite.output.current();
        if (input != output
                && input.last == overwrite.step
                && output.first == overwrite.step
                && input.bytes == output.bytes) {
            input.last = output.last;
            output.joined = input;
        }
    }

    private static long lowest(Region region, List<Region> placed) {
        long offset = 0;
        for (Region other : placed) {
            if (region.meets(other)) {
                if (offset + region.bytes <= other.offset) {
                    break;
                }
                offset = Math.max(offset, other.offset + other.bytes);
            }
        }
        return offset;
    }

    /** For tests: whether no two pieces that are in use together overlap. */
    public boolean isSound() {
        List<Region> placed =
                order.stream().filter(region -> region.joined == null).toList();
        return placed.stream()
                .allMatch(one ->
                        placed.stream().noneMatch(other -> one != other && one.meets(other) && one.overlaps(other)));
    }
}
