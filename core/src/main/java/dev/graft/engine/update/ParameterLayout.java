package dev.graft.engine.update;

import dev.graft.engine.update.ParameterSlice.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * How an engine's parameters lie in its one vector. Within a slice any order will do, if it is that of the gradients.
 *
 * @param slices all of them, in the vector's order, not overlapping
 */
public record ParameterLayout(List<ParameterSlice> slices) {
    public ParameterLayout {
        slices = List.copyOf(slices);
        long end = 0;
        for (ParameterSlice slice : slices) {
            if (slice.offset() < end) {
                throw new IllegalArgumentException(slice.name() + " lies at " + slice.offset() + ", before " + end);
            }
            end = slice.offset() + slice.length();
        }
    }

    /** The slices of a kind. */
    List<ParameterSlice> of(Kind kind) {
        return slices.stream().filter(slice -> slice.kind() == kind).toList();
    }

    /** Number of values that learn. */
    public long learning() {
        return of(Kind.LEARNS).stream().mapToLong(ParameterSlice::length).sum();
    }

    /** Tells layouts apart: names, sizes and what learns. */
    public String signature() {
        CRC32 sum = new CRC32();
        for (ParameterSlice slice : slices) {
            sum.update((slice.name() + slice.length() + slice.kind()).getBytes(StandardCharsets.UTF_8));
        }
        long all = slices.stream().mapToLong(ParameterSlice::length).sum();
        return String.format(Locale.ROOT, "%d of %d parameters learn (layers %08x)", learning(), all, sum.getValue());
    }
}
