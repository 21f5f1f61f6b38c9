package dev.graft.engine;

import dev.graft.error.GraftException;

/**
 * How an engine may use the machine.
 *
 * @param threads most threads it computes with; results are reproducible only for equal numbers
 * @param precision of feature maps
 */
public record EngineOptions(int threads, Precision precision) {
    public EngineOptions {
        if (threads < 1) {
            throw new GraftException("An engine needs at least one thread, found " + threads + ".");
        }
    }

    /** In single precision. */
    public EngineOptions(int threads) {
        this(threads, Precision.F32);
    }

    /** All processors, single precision. */
    public static EngineOptions defaults() {
        return new EngineOptions(Runtime.getRuntime().availableProcessors());
    }
}
