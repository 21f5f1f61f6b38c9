package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import org.jspecify.annotations.Nullable;

/** An array that has its place already, or gets one in the arena when all that is needed is known. Told apart by identity. */
final class Slot {
    private final String name;
    private final ElementType type;
    private final long count;
    private @Nullable Buffer place;

    private Slot(String name, ElementType type, long count, @Nullable Buffer place) {
        this.name = name;
        this.type = type;
        this.count = count;
        this.place = place;
    }

    /** To be placed in the arena. */
    static Slot planned(String name, ElementType type, long count) {
        return new Slot(name, type, count, null);
    }

    /** In memory that is there. */
    static Slot at(String name, Buffer place) {
        return new Slot(name, place.type(), place.count(), place);
    }

    ElementType type() {
        return type;
    }

    long count() {
        return count;
    }

    long bytes() {
        return count * type.bytes();
    }

    boolean isPlaced() {
        return place != null;
    }

    void place(String segment, long offset) {
        place = new Buffer(segment, offset, type, count);
    }

    Buffer buffer() {
        if (place == null) {
            throw new IllegalStateException(name + " has no place yet");
        }
        return place;
    }
}
