package dev.graft.testkit.engine;

import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts how often images, not features, are sent through a network. */
public final class CountingEngine implements Engine {
    private final Engine real;
    private final List<List<String>> passes = new ArrayList<>();
    private int open;

    /** @param real does the work */
    public CountingEngine(Engine real) {
        this.real = real;
    }

    /** For every batch of images the feature maps that it gave. */
    public List<List<String>> passes() {
        return passes;
    }

    /** Inference sessions that are not closed. */
    public int open() {
        return open;
    }

    @Override
    public String id() {
        return real.id();
    }

    @Override
    public String describe() {
        return real.describe();
    }

    @Override
    public InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to) {
        InferenceSession session = real.inference(graph, from, to);
        boolean images = from.equals(graph.getConfiguration().getNetworkInputs());
        open++;
        return new InferenceSession() {
            @Override
            public INDArray[] run(INDArray... inputs) {
                if (images) {
                    passes.add(to);
                }
                return session.run(inputs);
            }

            @Override
            public void close() {
                open--;
                session.close();
            }
        };
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        return real.training(graph, prefix, freeze, head, rule);
    }
}
