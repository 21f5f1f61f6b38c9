package dev.graft.benchmarks;

import java.lang.management.ManagementFactory;

/** What a profile's times are. */
enum ProfileClock {
    /** Time that passes. */
    WALL("wall"),
    /** Time for which the calling thread has a processor: that of an engine with one thread, on a machine that others use. */
    PROCESSOR("processor");

    private final String text;

    ProfileClock(String text) {
        this.text = text;
    }

    long nanoseconds() {
        return this == WALL
                ? System.nanoTime()
                : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public String toString() {
        return text;
    }
}
