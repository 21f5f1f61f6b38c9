package dev.graft.engine;

import java.util.Optional;

/**
 * Who computes a network.
 *
 * @param engine computes it, all of it
 * @param fallback why it takes another one's place; empty if it is the one that was asked
 */
public record EngineChoice(Engine engine, Optional<Fallback> fallback) {
    /**
     * An engine that left a network to another one.
     *
     * @param asked its id
     * @param layer name of the first layer that it cannot compute
     * @param reason why not, as the end of a sentence about the layer
     */
    public record Fallback(String asked, String layer, String reason) {}

    /** The engine that was asked. */
    public static EngineChoice of(Engine engine) {
        return new EngineChoice(engine, Optional.empty());
    }
}
