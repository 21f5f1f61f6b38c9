package dev.graft.search;

import dev.graft.train.EpochRecord;

/** Told about a search as it goes on; by one thread at a time, but not always the same. */
public interface SearchListener {
    /** Ignores everything. */
    SearchListener NONE = new SearchListener() {};

    /** The search begins, or goes on where another process left it. */
    default void searchStarted(SearchProgress progress) {}

    /** A trial begins or goes on. */
    default void trialStarted(Trial trial, SearchProgress progress) {}

    /** A trial that this process runs has finished an epoch. */
    default void epochFinished(Trial trial, EpochRecord epoch) {}

    /** A trial is done, paused or failed. */
    default void trialEnded(Trial trial, TrialState state, SearchProgress progress) {}

    /** Everything is done that can be. */
    default void searchFinished(SearchProgress progress) {}
}
