package dev.graft.engine;

import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Runs DL4J graphs. Arrays are single precision, {@code [batch, channels, height, width]} or {@code [batch, features]}.
 *
 * <p>Sessions are not thread-safe; several may be open.
 */
public interface Engine {
    /** Id of its provider. */
    String id();

    /** Version, precision and threads, for provenance: with equal text and seed, results are equal. */
    String describe();

    /**
     * Prepares to compute some feature maps of a network, or its output, from given feature maps on.
     *
     * @param graph the network; not changed. The session keeps the parameters it has now
     * @param from names of the vertices whose output will be given
     * @param to names of the vertices wanted; all they need must follow from {@code from}
     */
    InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to);

    /** The same from the network's inputs on. */
    default InferenceSession inference(ComputationGraph graph, List<String> to) {
        return inference(graph, graph.getConfiguration().getNetworkInputs(), to);
    }

    /**
     * Prepares to train what lies above a network's frozen prefix.
     *
     * @param graph the network; changed only by {@link TrainingSession#writeBack()}
     * @param prefix what is not part of the training
     * @param freeze which layers of the backbone learn
     * @param head names of the head's layers, which always learn
     * @param rule how gradients become updates; starts with fresh state
     * @throws dev.graft.GraftException if the rule names layers that the network does not have
     */
    TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule);

    /** The same with an optimizer alone: no clipping, an update for every batch, one learning rate. */
    default TrainingSession training(
            ComputationGraph graph,
            FrozenPrefix prefix,
            ResolvedFreeze freeze,
            List<String> head,
            Optimizer optimizer) {
        return training(graph, prefix, freeze, head, UpdateRule.of(optimizer));
    }
}
