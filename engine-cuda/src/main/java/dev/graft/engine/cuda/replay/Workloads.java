package dev.graft.engine.cuda.replay;

import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.cuda.emit.Constants;
import dev.graft.engine.cuda.emit.FixedPlaces;
import dev.graft.engine.cuda.emit.PlanCompiler;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.emit.TrainingPlans;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.ParameterSource;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.engine.program.StoredParameter;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Workloads of models, as sessions would run them. Kernels are normally distributed as He has them, gammas and variances are 1,
 * biases, betas and means 0; what is computed from parameters has the mean and deviation that it has in the model.
 */
public final class Workloads {
    private static final double RATE = 1e-3;
    /** Constants with at most so many values are carried as they are. */
    private static final int FEW = 16;

    private final ComputationGraph network;
    private final ElementType maps;
    private final int batch;
    private final List<ParameterSource> sources = new ArrayList<>();
    private final List<Filling> fillings = new ArrayList<>();

    private Workloads(TransferModel model, ElementType maps, int batch) {
        this.network = model.graph();
        this.maps = maps;
        this.batch = batch;
    }

    /** A training step by Adam. */
    public static Workload training(
            String name, TransferModel model, ResolvedFreeze freeze, ElementType maps, int batch) {
        return new Workloads(model, maps, batch).training(name, model, freeze);
    }

    /** What comes before a training step: the frozen layers' feature maps. */
    public static Workload frozen(
            String name, TransferModel model, ResolvedFreeze freeze, ElementType maps, int batch) {
        return new Workloads(model, maps, batch).frozen(name, model, model.frozenPrefix(freeze));
    }

    /** Notes what is read: fillings go by what a constant is made of. */
    private float[] read(ParameterSource source) {
        sources.add(source);
        return source.read(network);
    }

    private static Map<String, List<Integer>> images(TransferModel model) {
        InputShape images = model.description().inputShape();
        return Map.of(
                model.graph().getConfiguration().getNetworkInputs().get(0),
                List.of(images.channels(), images.height(), images.width()));
    }

    private Workload training(String name, TransferModel model, ResolvedFreeze freeze) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Map<String, List<Integer>> cut = Lowering.dimensions(network, images(model), prefix.cut());
        Program program = Programs.training(network, prefix, cut, freeze, model.headLayers());
        Optimizer.Adam adam = Optimizer.adam(RATE);
        UpdateRule rule = UpdateRule.of(adam);
        TrainingTask task = new TrainingTask(network, prefix, freeze, model.headLayers());
        TrainedSlices slices = TrainedSlices.of(task, Map.of(), TrainedPlaces.STEP);
        TrainingPlans plans = new TrainingPlans(slices, rule, maps, this::read);
        DevicePlan plan = plans.compile(program, batch, bytes(model, prefix));
        clear(plan);
        slices.forEach((source, slice) -> fillParameter(source, plans.places(), slice.offset(), slice.length()));
        fillConstants(plans.constants());
        StepCells cells = plans.cells();
        int classes = model.description().classNames().size();
        List<Buffer> inputs = plan.inputs();
        inputs.subList(0, inputs.size() - 2).forEach(this::fillRandomly);
        fillings.add(new Filling.OneHot(inputs.get(inputs.size() - 2), 1, classes));
        fillings.add(new Filling.Same(inputs.get(inputs.size() - 1), 1));
        Workload.Cells told =
                new Workload.Cells(cells.step(), cells.numbers(), cells.loss(), RATE, adam.beta1(), adam.beta2());
        return new Workload(name, plan, fillings, Optional.of(told));
    }

    private Workload frozen(String name, TransferModel model, FrozenPrefix prefix) {
        StepCells cells = new StepCells();
        Constants constants = new Constants(this::read);
        Program program = Programs.inference(network, images(model), prefix.cut());
        DevicePlan plan = new PlanCompiler(maps, cells)
                .compile(
                        program,
                        batch,
                        Optional.of(model.description().preprocessing()),
                        new FixedPlaces(constants, cells),
                        () -> {
                            List<Segment> segments = constants.segments();
                            segments.add(cells.segment());
                            return segments;
                        },
                        Optional.empty());
        clear(plan);
        fillConstants(constants);
        plan.inputs().forEach(this::fillRandomly);
        return new Workload(name, plan, fillings, Optional.empty());
    }

    /** What sessions expect to be 0: their own vectors, and counters. */
    private void clear(DevicePlan plan) {
        Set<String> counters = plan.steps().stream()
                .flatMap(step -> DevicePlan.buffers(step.command()).stream())
                .filter(buffer -> buffer.type() == ElementType.U32)
                .map(Buffer::segment)
                .collect(Collectors.toSet());
        for (Segment segment : plan.segments()) {
            if (segment.owner() == Segment.Owner.SESSION || counters.contains(segment.name())) {
                fillings.add(new Filling.Same(new Buffer(segment.name(), 0, ElementType.BF16, segment.bytes() / 2), 0));
            }
        }
    }

    /** What learns from the network's input on is given images as bytes. */
    private static Optional<Preprocessing> bytes(TransferModel model, FrozenPrefix prefix) {
        boolean images = prefix.cut().equals(model.graph().getConfiguration().getNetworkInputs());
        return images ? Optional.of(model.description().preprocessing()) : Optional.empty();
    }

    private void fillRandomly(Buffer buffer) {
        boolean bytes = buffer.type() == ElementType.U8;
        fillings.add(new Filling.Normal(buffer, fillings.size(), bytes ? 128 : 0, bytes ? 40 : 1));
    }

    private void fillParameter(StoredParameter source, TrainedPlaces places, long offset, long length) {
        Buffer whole = places.parameters();
        Buffer own = part(whole, offset, length);
        if (source.isKernel()) {
            Filling.Normal kernel = kernel(source, own);
            fillings.add(kernel);
            if (maps == ElementType.BF16) {
                Buffer narrowed = part(places.narrowed(maps), offset, length);
                fillings.add(new Filling.Normal(narrowed, kernel.seed(), 0, kernel.deviation()));
            }
        } else if (isOne(source)) {
            fillings.add(new Filling.Same(own, 1));
        }
    }

    private static Buffer part(Buffer vector, long offset, long length) {
        return new Buffer(vector.segment(), offset * vector.type().bytes(), vector.type(), length);
    }

    private static boolean isOne(StoredParameter source) {
        return source.key().equals("gamma") || source.key().equals("var");
    }

    private Filling.Normal kernel(StoredParameter source, Buffer buffer) {
        List<Integer> dimensions = source.dimensions(network);
        int fanIn = dimensions.stream().skip(1).reduce(1, Math::multiplyExact);
        return new Filling.Normal(buffer, fillings.size(), 0, Math.sqrt(2.0 / fanIn));
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private void add(Segment segment, ElementType type, double[] values) {
        Buffer buffer = new Buffer(segment.name(), 0, type, values.length);
        fillings.add(new Filling.Values(buffer, Arrays.stream(values).boxed().toList()));
    }

    private void fillConstants(Constants constants) {
        constants.forEachFrom(0, (segment, type, values) -> {
            ParameterSource source = sources.get(sources.size() - 1);
            Buffer buffer = new Buffer(segment.name(), 0, type, values.length);
            if (source instanceof StoredParameter stored && stored.isKernel()) {
                fillings.add(kernel(stored, buffer));
            } else if (source instanceof StoredParameter stored) {
                fillings.add(new Filling.Same(buffer, isOne(stored) ? 1 : 0));
            } else if (values.length <= FEW) {
                add(segment, type, doubles(values));
            } else {
                double mean = Arrays.stream(doubles(values)).average().orElse(0);
                double variance = Arrays.stream(doubles(values))
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElse(0);
                fillings.add(new Filling.Normal(buffer, fillings.size(), mean, Math.sqrt(variance)));
            }
        });
    }
}
