package dev.graft.testkit.graph;

import dev.graft.graph.Dl4jPart;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerType;

/** A type of layer without settings. */
public record TestLayerType(Dl4jPart part) implements LayerType<TestLayerType.None> {
    /** Nothing to set. */
    public record None() {}

    /** Adds a DL4J layer or vertex called {@code odd} at the end of a network. */
    public static String add(LayerGraph graph, org.deeplearning4j.nn.conf.layers.Layer layer) {
        return graph.custom("odd", new TestLayerType(new Dl4jPart.Layer(layer)), new None(), graph.last());
    }

    /** Adds a vertex; see {@link #add(LayerGraph, org.deeplearning4j.nn.conf.layers.Layer)}. */
    public static String add(LayerGraph graph, org.deeplearning4j.nn.conf.graph.GraphVertex vertex) {
        return graph.custom("odd", new TestLayerType(new Dl4jPart.Vertex(vertex)), new None(), graph.last());
    }

    @Override
    public String id() {
        return "dev.graft.test.odd";
    }

    @Override
    public String module() {
        return "dev.graft:test";
    }

    @Override
    public String kind() {
        return "Odd";
    }

    @Override
    public Class<None> settings() {
        return None.class;
    }

    @Override
    public Dl4jPart create(None settings) {
        return part;
    }
}
