package dev.graft.feature;

import dev.graft.engine.Engine;
import dev.graft.error.Lookup;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The frozen layers of a model.
 *
 * @param engine computes them
 * @param keys of the prefix's feature maps
 */
record FrozenNetwork(TransferModel model, Engine engine, FrozenPrefix prefix, FeatureKeys keys) {
    /** Of the preprocessed images: networks with equal ones see the same. */
    String inputKey() {
        return keys.vertex(model.graph().getConfiguration().getNetworkInputs().get(0));
    }

    /** Whether its cut is the network's input. */
    boolean isEmpty() {
        return prefix.cut().equals(model.graph().getConfiguration().getNetworkInputs());
    }

    /** One per vertex of the cut, in its order. */
    List<String> cutKeys() {
        return prefix.cut().stream().map(keys::vertex).toList();
    }

    /** A vertex for every feature map that these layers give, by key. */
    Map<String, String> verticesByKey() {
        Map<String, String> vertices = new HashMap<>();
        prefix.vertices().forEach(vertex -> vertices.putIfAbsent(keys.vertex(vertex), vertex));
        return vertices;
    }

    /**
     * The uppermost vertices at or below some others that somebody else supplies.
     *
     * @param vertices of the prefix
     * @param supplied whether a feature map is there, by key; those of the images are
     */
    List<String> highest(List<String> vertices, Predicate<String> supplied) {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>(vertices);
        List<String> open = new ArrayList<>(vertices);
        while (!open.isEmpty()) {
            String vertex = open.remove(open.size() - 1);
            if (supplied.test(keys.vertex(vertex))) {
                found.add(vertex);
                continue;
            }
            for (String input : Lookup.in(model.graph().getConfiguration().getVertexInputs(), vertex, "inputs")) {
                if (seen.add(input)) {
                    open.add(input);
                }
            }
        }
        return found;
    }
}
