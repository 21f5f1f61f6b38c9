package dev.graft.spark;

import dev.graft.error.GraftException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An exception of an executor, without the objects that it may hold.
 *
 * @param graft whether it is Graft's own, whose message is for people
 * @param text its message, or class and message if it is not Graft's own
 */
record RemoteError(
        boolean graft,
        String text,
        StackTraceElement[] trace,
        @Nullable RemoteError cause) implements Serializable {
    /** Deeper causes say little. */
    private static final int DEPTH = 8;

    static RemoteError of(Throwable error) {
        return of(error, DEPTH);
    }

    private static RemoteError of(Throwable error, int depth) {
        boolean known = error instanceof GraftException;
        Throwable below = error.getCause();
        return new RemoteError(
                known,
                known ? String.valueOf(error.getMessage()) : error.toString(),
                error.getStackTrace(),
                below == null || depth == 0 ? null : of(below, depth - 1));
    }

    /** The like of it, with its stack traces. */
    RuntimeException exception() {
        RuntimeException below = cause == null ? null : cause.exception();
        RuntimeException made = graft && below != null
                ? new GraftException(text, below)
                : graft ? new GraftException(text) : new Other(text, below);
        made.setStackTrace(trace);
        return made;
    }

    /** Says what the original would have said. */
    private static final class Other extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String text;

        Other(String text, @Nullable Throwable cause) {
            super(text, cause);
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
