package dev.graft.freeze;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The part of a network whose output for an image never changes while it trains: everything without a learning or random
 * vertex at or below it. It need not be a list of first layers: "the last N layers" may cut across branches, and a head's
 * pooling belongs to the prefix when all below is frozen.
 *
 * @param vertices names of the vertices inside, the network inputs included, in the network's order
 * @param cut names of the vertices inside whose output is used outside, in the network's order: all that training needs
 * @param hasLearnedParameters whether computing it is work worth saving (it holds a layer with weights)
 */
public record FrozenPrefix(List<String> vertices, List<String> cut, boolean hasLearnedParameters) {
    public FrozenPrefix {
        vertices = List.copyOf(vertices);
        cut = List.copyOf(cut);
    }

    /**
     * Finds it.
     *
     * @param graph the whole network
     * @param unfrozen whether a vertex is unfrozen (head included)
     */
    public static FrozenPrefix of(ComputationGraphConfiguration graph, Predicate<String> unfrozen) {
        Set<String> constant = new LinkedHashSet<>(graph.getNetworkInputs());
        // Vertices are listed in the order they were added, inputs first, so one pass settles all.
        for (String name : graph.getVertices().keySet()) {
            boolean changes =
                    unfrozen.test(name) && TrainingRole.of(graph.getVertices().get(name)) != TrainingRole.CONSTANT;
            if (!changes && constant.containsAll(graph.getVertexInputs().get(name))) {
                constant.add(name);
            }
        }
        Set<String> used = new HashSet<>();
        for (Map.Entry<String, List<String>> vertex : graph.getVertexInputs().entrySet()) {
            if (!constant.contains(vertex.getKey())) {
                used.addAll(vertex.getValue());
            }
        }
        List<String> cut = constant.stream().filter(used::contains).toList();
        boolean learned =
                constant.stream().map(graph.getVertices()::get).anyMatch(v -> v != null && TrainingRole.hasWeights(v));
        return new FrozenPrefix(List.copyOf(constant), cut, learned);
    }
}
