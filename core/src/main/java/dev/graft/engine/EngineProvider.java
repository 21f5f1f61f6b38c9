package dev.graft.engine;

import java.util.OptionalInt;

/** Offers an engine; found by {@link java.util.ServiceLoader}. Discovery is cheap: nothing native is loaded before asked. */
public interface EngineProvider {
    /** Unique, lower case, for example {@code dl4j}. */
    String id();

    /** Among the available engines the one with the highest priority is the default. The reference engine has 0. */
    int priority();

    /** Whether it can run here, or why not. May load native libraries; never throws. */
    Availability probe();

    /** How many devices it can be told to compute on, by their numbers from 0 on; empty if it counts none. Call only if it is available. */
    default OptionalInt devices() {
        return OptionalInt.empty();
    }

    /**
     * Creates it; call only if {@link #probe()} says it is available.
     *
     * @throws dev.graft.error.GraftException if it cannot compute as the options say, for example not in their precision
     */
    Engine create(EngineOptions options);
}
