package dev.graft.engine;

import dev.graft.GraftException;

/**
 * How an engine may use the machine.
 *
 * @param threads most threads it computes with; results are reproducible only for equal numbers
 */
public record EngineOptions(int threads) {
    public EngineOptions {
        if (threads < 1) {
            throw new GraftException("An engine needs at least one thread, found " + threads + ".");
        }
    }

    /** All processors. */
    public static EngineOptions defaults() {
        return new EngineOptions(Runtime.getRuntime().availableProcessors());
    }
}
