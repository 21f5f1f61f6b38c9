package dev.graft.search;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When the time of a search is over. Safe for use by several threads. */
@FunctionalInterface
public interface Deadline {
    /** Never. */
    Deadline NONE = () -> false;

    /** Whether it is. */
    boolean isOver();

    /**
     * After some time, counted from now.
     *
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    static Deadline in(Duration time, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        return () -> nanoTime.getAsLong() - start >= time.toNanos();
    }
}
