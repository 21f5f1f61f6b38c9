package dev.graft.search;

import dev.graft.error.GraftException;

/** Trials as text for other processes, in one line, as plans of a ledger hold them. Safe for use by several threads. */
public final class TrialJson {
    private final LedgerJson json = new LedgerJson();

    /** A trial as JSON. */
    public String write(Trial trial) {
        return json.text(trial);
    }

    /**
     * Reads it back, equal.
     *
     * @throws GraftException if it is no trial, or one of another version of Graft
     */
    public Trial read(String text) {
        return json.value(text, Trial.class);
    }
}
