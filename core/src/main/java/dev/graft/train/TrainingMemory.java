package dev.graft.train;

import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** How much memory a training holds between its batches, by its numbers of parameters. */
final class TrainingMemory {
    /** A session's own copy, gradients, and the two moments of Adam: the most that an optimizer keeps. */
    private static final int COPIES_IN_SESSION = 4;

    private TrainingMemory() {}

    /** In bytes: the model and the largest of its sessions. */
    static long of(TrainingJob job) {
        ComputationGraph graph = job.model().graph();
        long inSession = job.prefixes().stream()
                .mapToLong(prefix -> outside(graph, new HashSet<>(prefix.vertices())))
                .max()
                .orElse(0);
        return Float.BYTES * (graph.numParams() + COPIES_IN_SESSION * inSession);
    }

    private static long outside(ComputationGraph graph, Set<String> prefix) {
        return graph.getConfiguration().getVertices().keySet().stream()
                .filter(name -> !prefix.contains(name))
                .map(graph::getLayer)
                .filter(layer -> layer != null)
                .mapToLong(Layer::numParams)
                .sum();
    }
}
