package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.compiled.Compilable;
import dev.graft.engine.compiled.NetworkSnapshot;
import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.SharedDevice;
import dev.graft.engine.cuda.emit.PlanCompiler;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.plan.ElementType;
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
 * Compiles networks to plans for a device. A network that cannot be compiled is left to the reference engine, see {@link
 * #choose}; one line of the log says so. Each session is to be used by one thread; several may work at a time, and share the
 * device.
 */
public final class CudaEngine implements Engine {
    static final String ID = "cuda";

    private final EngineOptions options;
    private final Device device;

    /**
     * @param options the precision; threads do not matter
     * @param device what computes; belongs to the engine from now on, and is closed when neither the engine nor a session of
     *     it is reachable any more
     */
    public CudaEngine(EngineOptions options, Device device) {
        this.options = options;
        this.device = new SharedDevice(device);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String describe() {
        return "cuda, " + options.precision() + ", " + device.describe();
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
        Set<String> needed = VerticesBetween.of(graph.getConfiguration(), from, to);
        return new CudaInferenceSession(this, NetworkSnapshot.of(graph, needed::contains), from, to);
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        List<String> backbone = graph.getConfiguration().getVertices().keySet().stream()
                .filter(name -> !head.contains(name))
                .toList();
        Map<String, Double> rates = rule.layerRates().resolve(backbone);
        TrainedSlices slices =
                TrainedSlices.of(new TrainingTask(graph, prefix, freeze, head), rates, TrainedPlaces.STEP);
        ComputationGraph copy = NetworkSnapshot.of(
                graph, name -> !prefix.vertices().contains(name) && slices.leavesConstants(graph.getLayer(name), name));
        return new CudaTrainingSession(this, graph, new TrainingTask(copy, prefix, freeze, head), slices, rule);
    }

    Device device() {
        return device;
    }

    ElementType maps() {
        return options.precision() == Precision.BF16 ? ElementType.BF16 : ElementType.F32;
    }

    PlanCompiler compiler(StepCells cells) {
        return new PlanCompiler(maps(), cells);
    }
}
