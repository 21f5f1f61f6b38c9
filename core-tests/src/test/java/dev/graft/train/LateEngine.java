package dev.graft.train;

import dev.graft.engine.Engine;
import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.PendingStep;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.optimizer.UpdateRule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells of a step only when it is asked, as a device does that computes by itself. */
final class LateEngine implements Engine {
    private static final Set<String> NOT_BETWEEN = Set.of("state", "probabilities", "writeBack", "parametersAreFinite");

    /** What was done: b for a step begun, r for a result asked for, another call by its name. */
    final List<String> calls = new ArrayList<>();

    private final Engine real;
    private int unknown;

    /** @param real does the work */
    LateEngine(Engine real) {
        this.real = real;
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
        return real.inference(graph, from, to);
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        TrainingSession session = real.training(graph, prefix, freeze, head, rule);
        return (TrainingSession) Proxy.newProxyInstance(
                LateEngine.class.getClassLoader(),
                new Class<?>[] {TrainingSession.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("begin")) {
                        return begin(session, arguments);
                    } else if (NOT_BETWEEN.contains(method.getName())) {
                        calls.add(method.getName());
                        if (unknown > 0) {
                            throw new AssertionError(method + " while a result is not known");
                        }
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked") // As begin() declares them.
    private PendingStep begin(TrainingSession session, Object[] arguments) {
        INDArray labels = (INDArray) arguments[1];
        Optional<INDArray> sampleWeights = (Optional<INDArray>) arguments[2];
        StepResult result = arguments[0] instanceof ImageBatch images
                ? session.begin(images, labels, sampleWeights).result()
                : session.step((INDArray[]) arguments[0], labels, sampleWeights);
        calls.add("b");
        unknown++;
        return new PendingStep() {
            @Override
            public boolean isDone() {
                return false;
            }

            @Override
            public StepResult result() {
                calls.add("r");
                unknown--;
                return result;
            }
        };
    }
}
