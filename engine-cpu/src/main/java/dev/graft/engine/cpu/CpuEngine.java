package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.compiled.Compilable;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.engine.compiled.NetworkSnapshot;
import dev.graft.engine.compiled.StepObserver;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.dl4j.OneDnnHelpers;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.VerticesBetween;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Compiles networks to oneDNN's primitives. A network that cannot be compiled is left to the reference engine, see {@link
 * #choose}; one line of the log says so. Sessions of this engine compute by themselves or not at all.
 */
public final class CpuEngine implements Engine {
    static final String ID = "cpu";

    private final EngineOptions options;
    private final OneDnn dnn;
    private final StepObserver observer;
    private final OpenMpThreads threads;
    private final Winograd winograd;
    private final Compiler compiler;
    private final SharedKernels kernels;

    /** @param options how many threads to use */
    public CpuEngine(EngineOptions options) {
        this(options, StepObserver.NONE);
    }

    /**
     * An engine whose sessions' operations are timed.
     *
     * @param options how many threads to use
     * @param profile gets the times
     */
    public CpuEngine(EngineOptions options, EngineProfile profile) {
        this(options, profile.observer());
    }

    private CpuEngine(EngineOptions options, StepObserver observer) {
        OneDnnHelpers.enable();
        this.options = options;
        this.dnn = new OneDnn();
        this.observer = observer;
        this.threads = new OpenMpThreads(options.threads());
        this.winograd = Winograd.of(new Workers(threads));
        this.compiler = new Compiler(dnn, winograd, observer, threads);
        this.kernels = new SharedKernels(dnn);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String describe() {
        String convolutions = winograd.isOn() && options.precision() == Precision.F32 ? ", Winograd" : "";
        return "cpu, " + options.precision() + ", " + OneDnn.describe() + convolutions + ", " + options.threads()
                + " threads";
    }

    @Override
    public Precision precision() {
        return options.precision();
    }

    /** @throws dev.graft.error.GraftException if the network cannot be compiled and the precision is not single: the reference has no other */
    @Override
    public EngineChoice choose(ComputationGraph network, InputShape images, List<TrainedPart> trainings) {
        return Compilable.choose(this, options, network, images, trainings);
    }

    @Override
    public InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to) {
        applyThreads();
        Set<String> needed = VerticesBetween.of(graph.getConfiguration(), from, to);
        return new CpuInferenceSession(this, NetworkSnapshot.of(graph, needed::contains), from, to);
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        applyThreads();
        List<String> backbone = graph.getConfiguration().getVertices().keySet().stream()
                .filter(name -> !head.contains(name))
                .toList();
        Map<String, Double> rates = rule.layerRates().resolve(backbone);
        TrainedParameters parameters =
                new TrainedParameters(dnn, kernels, new TrainingTask(graph, prefix, freeze, head), rates);
        return new CpuTrainingSession(this, graph, parameters, rule);
    }

    OneDnn dnn() {
        return dnn;
    }

    Compiler compiler() {
        return compiler;
    }

    /** That all sessions share. */
    SharedKernels kernels() {
        return kernels;
    }

    /** How maps lie in trainings of a network. */
    MapFormat trainingFormat(ComputationGraph network) {
        return MapFormat.forTraining(network, winograd.isOn() && options.precision() == Precision.F32);
    }

    /** Runs what sessions do. */
    StepObserver observer() {
        return observer;
    }

    EngineOptions options() {
        return options;
    }

    /** Wherever work begins. */
    void applyThreads() {
        threads.apply();
    }
}
