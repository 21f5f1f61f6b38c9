package dev.graft.engine.cuda.device;

/** A plan bound to memory. */
public interface Executable extends AutoCloseable {
    /** Runs all commands. It may return before they are done. */
    void run();

    /** Runs all commands one after another, without what a device makes of them together. */
    default void runUncaptured() {
        run();
    }

    /**
     * How long each command takes as one of the whole.
     *
     * @param runs of the whole
     * @return milliseconds by the plan's order, the median of all runs
     */
    double[] profile(int runs);

    @Override
    void close();
}
