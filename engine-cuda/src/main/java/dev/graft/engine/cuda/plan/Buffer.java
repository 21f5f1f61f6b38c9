package dev.graft.engine.cuda.plan;

/**
 * An array in a device's memory.
 *
 * @param segment name of the segment that it lies in
 * @param offset of its first byte; a multiple of 16
 * @param type of its elements
 * @param count of its elements
 */
public record Buffer(String segment, long offset, ElementType type, long count) implements Argument {
    /** Devices load 16 bytes at once. */
    public static final int ALIGNMENT = 16;

    /** Of values, and of an offset: far beyond any device, and small enough to be added up. */
    private static final long MOST = 1L << 48;

    public Buffer {
        if (offset < 0 || offset % ALIGNMENT != 0 || count < 0 || count > MOST || offset > MOST) {
            throw new IllegalArgumentException(
                    count + " elements at byte " + offset + " of " + segment + ": expected a multiple of " + ALIGNMENT);
        }
    }

    /** Its size. */
    public long bytes() {
        return count * type.bytes();
    }

    /** Whether both have a byte in common. */
    public boolean overlaps(Buffer other) {
        return segment.equals(other.segment)
                && offset < other.offset + other.bytes()
                && other.offset < offset + bytes();
    }
}
