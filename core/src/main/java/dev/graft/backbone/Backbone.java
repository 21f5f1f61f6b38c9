package dev.graft.backbone;

import dev.graft.graph.LayerGraph;

/**
 * A convolutional network without its classification top. Implementations are found by {@link java.util.ServiceLoader};
 * they need a public no-argument constructor, hold no state and do no I/O.
 *
 * <p>The rule that makes everything else simple: <b>one vertex per Keras layer, with the Keras layer's name, in Keras's
 * order</b>. Layer counts, freezing, weight loading and the comparison with Keras rely on it.
 */
public interface Backbone {
    /** What this backbone is. Cheap. */
    BackboneSpec spec();

    /**
     * Appends the layers, the input first. The last layer added holds the feature map, {@code [batch, channels, height,
     * width]}.
     *
     * @param graph an empty graph that knows the input shape
     */
    void addTo(LayerGraph graph);
}
