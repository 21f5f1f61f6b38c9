package dev.graft.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The part of a network that must be computed to get some outputs from some given ones. */
public final class VerticesBetween {
    private VerticesBetween() {}

    /**
     * Neither those given nor what lies below them.
     *
     * @param from names of vertices whose output is given
     * @param wanted names of vertices whose output is wanted; among the result unless it is given
     * @throws IllegalArgumentException if what is wanted needs an input of the network that is not given
     */
    public static Set<String> of(
            ComputationGraphConfiguration network, Collection<String> from, Collection<String> wanted) {
        Set<String> between = new HashSet<>();
        List<String> open = new ArrayList<>(wanted);
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (!from.contains(name) && between.add(name)) {
                List<String> inputs = network.getVertexInputs().get(name);
                if (inputs == null) {
                    throw new IllegalArgumentException("'" + name + "' does not follow from " + from);
                }
                open.addAll(inputs);
            }
        }
        return between;
    }
}
