package dev.graft.engine;

import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Runs DL4J graphs. Arrays are single precision, {@code [batch, channels, height, width]} or {@code [batch, features]}.
 *
 * <p>An engine may be used by several threads: each makes and runs sessions of its own. A session is not thread-safe;
 * several may be open.
 */
public interface Engine {
    /** Id of its provider. */
    String id();

    /** Version, precision and threads, for provenance: with equal text and seed, results are equal. */
    String describe();

    /** What feature maps are made of; single precision by default. */
    default Precision precision() {
        return Precision.F32;
    }

    /**
     * Says who computes a network: this engine, or one that takes its place if the network has a layer that this one does
     * not know. The answer holds for the network as a whole, so that one engine made all its numbers; sessions of the
     * engine in it never leave their work to another.
     *
     * @param images what the network is built for
     * @param trainings the parts that will be trained; none for inference alone
     * @throws dev.graft.error.GraftException if this engine cannot compute the network, and no other computes in its precision
     */
    default EngineChoice choose(ComputationGraph network, InputShape images, List<TrainedPart> trainings) {
        return EngineChoice.of(this);
    }

    /**
     * Prepares to compute some feature maps of a network, or its output, from given feature maps on.
     *
     * @param graph the network; not changed. The session keeps the parameters it has now
     * @param from names of the vertices whose output will be given
     * @param to names of the vertices wanted; all they need must follow from {@code from}
     * @throws dev.graft.error.GraftException here or at the first run, if the engine does not know a layer; see {@link #choose}
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
     * @throws dev.graft.error.GraftException if the rule names layers that the network does not have; here or at the first step,
     *     if the engine does not know a layer, see {@link #choose}
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
