package dev.graft.graph;

import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** What a layer becomes in a DL4J graph. */
public sealed interface Dl4jPart {
    /**
     * A layer on one input, with or without parameters. Not a SameDiff layer, which doubles the gradients below it, nor
     * DL4J's own batch normalization, which cannot be frozen.
     */
    record Layer(org.deeplearning4j.nn.conf.layers.Layer layer) implements Dl4jPart {}

    /** A vertex on one input or more, without parameters. */
    record Vertex(GraphVertex vertex) implements Dl4jPart {}
}
