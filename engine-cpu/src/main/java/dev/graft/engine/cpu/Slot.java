package dev.graft.engine.cpu;

import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Memory that steps of a plan read and write, with its layout. Where it lies is decided when the plan is built: in the
 * plan's arena, together with others that live at other times; or it is given from outside.
 */
final class Slot {
    private final String name;
    private final memory.desc layout;
    private final long bytes;
    /** What this is another view of; null for memory of its own. */
    private final @Nullable Slot base;
    /** In bytes, where this begins in its base. */
    private final long offset;
    /** Planned slots get it late, those of a caller's arrays at every run. */
    private @Nullable Pointer address;

    private Slot(String name, memory.desc layout, @Nullable Slot base, long offset, @Nullable Pointer address) {
        this.name = name;
        this.layout = layout;
        this.bytes = layout.get_size();
        this.base = base;
        this.offset = offset;
        this.address = address;
    }

    /** To be placed in the arena. */
    static Slot planned(String name, memory.desc layout) {
        return new Slot(name, layout, null, 0, null);
    }

    /** At a fixed address. */
    static Slot at(String name, memory.desc layout, Pointer address) {
        return new Slot(name, layout, null, 0, address);
    }

    /** The same memory seen otherwise; a layout that begins later in it says so itself. */
    Slot as(memory.desc other) {
        return new Slot(name, other, root(), offset, null);
    }

    /**
     * A view that begins somewhere else in the same memory.
     *
     * @param bytes from this one's beginning on
     */
    Slot from(long bytes, memory.desc other) {
        return new Slot(name, other, root(), offset + bytes, null);
    }

    String name() {
        return name;
    }

    memory.desc layout() {
        return layout;
    }

    long bytes() {
        return bytes;
    }

    /** Of the values alone: the size of a part in memory would reach to the end of the whole. */
    long valueBytes() {
        long[] dimensions = new long[layout.get_ndims()];
        try (LongPointer values = layout.get_dims()) {
            values.get(dimensions);
        }
        long count = 1;
        for (long dimension : dimensions) {
            count *= dimension;
        }
        return count * memory.data_type_size(layout.get_data_type());
    }

    /** Whose memory it is. */
    Slot root() {
        return base == null ? this : base;
    }

    boolean hasAddress() {
        return root().address != null;
    }

    Pointer address() {
        Pointer start = Objects.requireNonNull(root().address, () -> name + " has no place in memory yet");
        return offset == 0 ? start : new Address(start.address() + offset);
    }

    void place(Pointer where) {
        address = where;
    }
}
