package dev.graft.head;

import dev.graft.graph.LayerGraph;

/** The part that is trained from scratch: from the backbone's feature map to class probabilities. */
public interface Head {
    /**
     * Appends the head's layers.
     *
     * @param graph holds the backbone already
     * @param features name of the layer with the feature map, {@code [batch, channels, height, width]}
     * @param classes number of classes, at least 2
     * @return name of the output layer, added last, which gives a probability for each of {@code classes}: {@link
     *     LayerGraph#softmaxOutput} or, for two classes, {@link LayerGraph#sigmoidOutput}
     */
    String addTo(LayerGraph graph, String features, int classes);

    /** In words, for people and provenance. */
    String describe();
}
