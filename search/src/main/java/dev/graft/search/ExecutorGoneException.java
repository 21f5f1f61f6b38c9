package dev.graft.search;

import dev.graft.error.GraftException;

/** An executor can run nothing any more, for example because its cluster is gone. It is no trial's failure. */
public final class ExecutorGoneException extends GraftException {
    private static final long serialVersionUID = 1;

    /** @param message what happened and what to do */
    public ExecutorGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
