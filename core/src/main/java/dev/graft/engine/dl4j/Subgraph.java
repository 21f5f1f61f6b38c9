package dev.graft.engine.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Cuts graphs out of graphs. */
final class Subgraph {
    private Subgraph() {}

    /** A copy of a configuration with the chosen vertices only and other inputs; neither initialised nor complete yet. */
    static ComputationGraphConfiguration configuration(
            ComputationGraph source, Predicate<String> wanted, List<String> inputs) {
        ComputationGraphConfiguration conf = source.getConfiguration().clone();
        Map<String, GraphVertex> vertices = new LinkedHashMap<>();
        Map<String, List<String>> vertexInputs = new LinkedHashMap<>();
        conf.getVertices().forEach((name, vertex) -> {
            if (wanted.test(name)) {
                vertices.put(name, vertex);
                vertexInputs.put(name, conf.getVertexInputs().get(name));
            }
        });
        conf.setVertices(vertices);
        conf.setVertexInputs(vertexInputs);
        conf.setNetworkInputs(List.copyOf(inputs));
        conf.setTopologicalOrder(null);
        conf.setTopologicalOrderStr(null);
        conf.setIterationCount(0);
        conf.setEpochCount(0);
        return conf;
    }

    /** Initialises a graph with the parameters of another one, without drawing random values first. */
    static ComputationGraph initialise(ComputationGraphConfiguration conf, ComputationGraph source) {
        ComputationGraph graph = new ComputationGraph(conf);
        long parameters = conf.getVertices().values().stream()
                .mapToLong(vertex -> vertex.numParams(false))
                .sum();
        if (parameters == 0) {
            graph.init();
        } else {
            graph.init(Nd4j.zeros(DataType.FLOAT, 1, parameters), false);
            copyParameters(source, graph);
        }
        return graph;
    }

    /** Copies the parameters of every layer of one graph from another one, which has them all. */
    static void copyParameters(ComputationGraph from, ComputationGraph to) {
        for (Layer target : to.getLayers()) {
            copyParameters(target, from, to);
        }
    }

    /** Copies the parameters of a part of a graph into the whole. */
    static void copyBack(ComputationGraph part, ComputationGraph whole) {
        for (Layer source : part.getLayers()) {
            copyParameters(source, part, whole);
        }
    }

    private static void copyParameters(Layer layer, ComputationGraph from, ComputationGraph to) {
        if (layer.numParams() > 0) {
            String name = layer.conf().getLayer().getLayerName();
            Layer source = from.getLayer(name);
            to.getLayer(name).paramTable().forEach((key, value) -> value.assign(source.getParam(key)));
        }
    }
}
