package dev.graft.engine.compiled;

import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a session trains.
 *
 * @param network at the beginning; not changed
 * @param prefix what is not part of the training
 * @param freeze which layers of the backbone learn
 * @param head names of the head's layers, which always learn
 */
public record TrainingTask(ComputationGraph network, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head) {}
