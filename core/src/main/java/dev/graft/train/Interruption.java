package dev.graft.train;

import dev.graft.error.GraftException;

/** Of the thread that trains. */
final class Interruption {
    private Interruption() {}

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GraftException("The training was interrupted. The model holds the best epoch so far.");
        }
    }
}
