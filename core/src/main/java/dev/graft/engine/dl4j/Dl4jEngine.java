package dev.graft.engine.dl4j;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.update.NativeFloats;
import dev.graft.engine.update.ParameterLayout;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.error.GraftException;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The reference: DL4J's own layers, with oneDNN behind convolution, pooling and batch normalization. */
public final class Dl4jEngine implements Engine {
    static final String ID = "dl4j";

    private final EngineOptions options;
    private final List<TrainingListener> listeners;

    /** @param options how many threads to use */
    public Dl4jEngine(EngineOptions options) {
        this(options, List.of());
    }

    /**
     * With DL4J's own listeners, for example its {@code StatsListener}. They see the part of the network above the frozen
     * layers: forward pass, backward pass, the gradients of a batch (sums over its images), and the end of an iteration,
     * when the model's gradients are by how much each parameter fell, as in DL4J's own training. DL4J's epochs are not
     * counted; a listener of epochs is {@link dev.graft.train.TrainingListener}.
     *
     * @param listeners each for one training at a time; without any, nothing is computed for them
     */
    public Dl4jEngine(EngineOptions options, List<TrainingListener> listeners) {
        if (options.precision() != Precision.F32) {
            throw new GraftException("The engine dl4j computes in " + Precision.F32 + " only, found "
                    + options.precision() + ". Choose the engine "
                    + (options.precision() == Precision.BF16 ? "cpu" : "cuda") + ", or " + Precision.F32 + ".");
        }
        this.options = options;
        this.listeners = List.copyOf(listeners);
        OneDnnHelpers.enable();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String describe() {
        return "dl4j 1.0.0-M2.1, float32, oneDNN " + (OneDnnHelpers.active() ? "on" : "off") + ", " + options.threads()
                + " threads";
    }

    @Override
    public InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to) {
        applyThreads();
        return new Dl4jInferenceSession(this, graph, from, to);
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        applyThreads();
        ComputationGraph suffix = TrainableSuffix.build(graph, prefix, freeze, head);
        List<String> backbone = graph.getConfiguration().getVertices().keySet().stream()
                .filter(name -> !head.contains(name))
                .toList();
        ParameterLayout layout = GraphLayout.of(suffix, rule.layerRates().resolve(backbone));
        suffix.initGradientsView();
        ParameterUpdate update = new ParameterUpdate(
                rule,
                layout,
                NativeFloats.of(suffix.params()),
                NativeFloats.of(suffix.getGradientsViewArray()),
                options.threads());
        return new Dl4jTrainingSession(this, graph, suffix, update, freeze.batchNorm(), listeners);
    }

    /** OpenMP keeps the number of threads for each calling thread, so it is set wherever work begins. */
    void applyThreads() {
        Nd4j.getExecutioner();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(options.threads());
    }
}
