package dev.graft.engine.dl4j;

import dev.graft.engine.InferenceSession;
import dev.graft.graph.NetworkMemory;
import dev.graft.graph.VerticesBetween;
import dev.graft.layer.OutOfPlaceActivation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Feature maps of several vertices in one pass, by a graph that ends at them.
 *
 * <p>{@code ComputationGraph.output(List, ...)} fails with a null pointer for two vertices inside a graph: it files the
 * workspaces of wanted outputs under one key. Ends of a graph do not meet that code, so each wanted vertex gets an
 * identity behind it.
 */
final class Dl4jInferenceSession implements InferenceSession {
    private static final String END = "#output";

    private final Dl4jEngine engine;
    private final ComputationGraph graph;
    private boolean closed;

    Dl4jInferenceSession(Dl4jEngine engine, ComputationGraph source, List<String> from, List<String> wanted) {
        this.engine = engine;
        Set<String> needed = VerticesBetween.of(source.getConfiguration(), from, wanted);
        ComputationGraphConfiguration conf = Subgraph.configuration(source, needed::contains, from);
        Map<String, GraphVertex> vertices = conf.getVertices();
        List<String> outputs = new ArrayList<>();
        for (String name : wanted) {
            vertices.put(name + END, identity(name + END));
            conf.getVertexInputs().put(name + END, List.of(name));
            outputs.add(name + END);
        }
        conf.setNetworkOutputs(outputs);
        this.graph = Subgraph.initialise(conf, source);
    }

    private static GraphVertex identity(String name) {
        Layer layer = new OutOfPlaceActivation(Activation.IDENTITY);
        layer.setLayerName(name);
        return new LayerVertex(new NeuralNetConfiguration.Builder().layer(layer).build(), null);
    }

    @Override
    public INDArray[] run(INDArray... inputs) {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
        engine.applyThreads();
        return graph.output(inputs);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            graph.clear();
            NetworkMemory.release(graph);
        }
    }
}
