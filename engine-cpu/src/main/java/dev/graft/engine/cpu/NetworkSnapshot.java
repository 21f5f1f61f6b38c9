package dev.graft.engine.cpu;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network as it is at one moment; what is computed later starts from there. */
final class NetworkSnapshot {
    private NetworkSnapshot() {}

    /** A copy with parameters of its own; the configuration, which nobody changes, is shared. */
    static ComputationGraph of(ComputationGraph graph) {
        ComputationGraph copy = new ComputationGraph(graph.getConfiguration());
        if (graph.numParams() == 0) {
            copy.init();
        } else {
            copy.init(graph.params(), true);
        }
        return copy;
    }
}
