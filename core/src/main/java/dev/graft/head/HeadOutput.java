package dev.graft.head;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerGraph;

/** How a head ends. Either way it gives one probability per class. */
public enum HeadOutput {
    /** One unit per class, softmax, categorical cross-entropy. */
    SOFTMAX,
    /**
     * For two classes: one unit with a sigmoid, binary cross-entropy. The unit's value is the probability of the second
     * class; outside the head it is {@code (1 - p, p)}.
     */
    SIGMOID;

    /** Name of the layer with the last weights. */
    static final String LAYER = "head_out";

    /** Adds the classifying layers and returns the name of the last. */
    String addTo(LayerGraph graph, String from, int classes) {
        if (this == SOFTMAX) {
            return graph.softmaxOutput(LAYER, from, classes);
        }
        if (classes != 2) {
            throw new GraftException("A sigmoid unit tells two classes apart, found " + classes
                    + " classes. Choose a head that ends in softmax.");
        }
        return graph.sigmoidOutput(LAYER, from);
    }

    /** In words, for people. */
    String describe() {
        return this == SOFTMAX ? "softmax" : "sigmoid";
    }
}
