package dev.graft.engine.cuda.plan;

/**
 * A block of a device's memory that has an owner of its own.
 *
 * @param name unique in a plan; equal names in plans of one session mean the same memory
 * @param owner who allocates and frees it
 * @param bytes its size
 */
public record Segment(String name, Owner owner, long bytes) {
    public Segment {
        if (bytes < 0) {
            throw new IllegalArgumentException("Segment " + name + " has " + bytes + " bytes");
        }
    }

    /** Who allocates and frees memory. */
    public enum Owner {
        /** The plan: what lies in it does not outlive a step, but for counters, which are 0 before and after one. */
        PLAN,
        /** The session: parameters, statistics and constants, which its plans share. */
        SESSION
    }
}
