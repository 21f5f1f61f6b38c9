package dev.graft.search;

import java.util.List;

/** Runs trials: on this machine ({@link LocalTrialExecutor}), or elsewhere. Safe for use by several threads. */
public interface TrialExecutor {
    /** What computes, as {@link dev.graft.engine.Engine#describe()} says: with equal texts and settings, numbers are equal. */
    String engine();

    /** How many groups may run at a time, at least 1; as many threads call {@link #run}. */
    int slots();

    /**
     * The order in which trials run best, and which of them run together.
     *
     * @param trials in the search's order
     * @return each of them once
     */
    List<TrialGroup> arrange(List<Trial> trials);

    /**
     * Makes sure that what trials need is at hand, which may take downloads: called once, before long work.
     *
     * @throws dev.graft.error.GraftException if it is not to be had; says what to do
     */
    default void prepare(List<Trial> trials) {}

    /**
     * Runs the trials of a group, or those of them that are left to do, and reports each. Returns when all are reported.
     *
     * <p>An exception is taken as the failure of those not reported yet. If the thread is interrupted, it ends soon with
     * an exception, stays marked as interrupted, and reports nothing more: those trials are continued another time.
     *
     * @throws ExecutorGoneException if it can run nothing any more: the search ends with it, and trials that are not reported
     *     are continued another time
     */
    void run(List<TrialJob> together);
}
