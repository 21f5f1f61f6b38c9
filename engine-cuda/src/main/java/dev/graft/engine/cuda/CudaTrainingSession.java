package dev.graft.engine.cuda;

import dev.graft.engine.ImageBatch;
import dev.graft.engine.PendingStep;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingState;
import dev.graft.engine.compiled.CompiledTraining;
import dev.graft.engine.compiled.Shapes;
import dev.graft.engine.compiled.TrainedSlices;
import dev.graft.engine.compiled.TrainingTask;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.PendingRead;
import dev.graft.engine.cuda.emit.StepCells;
import dev.graft.engine.cuda.emit.TrainedPlaces;
import dev.graft.engine.cuda.emit.TrainingPlans;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.program.Program;
import dev.graft.error.GraftException;
import dev.graft.graph.NetworkMemory;
import dev.graft.optimizer.UpdateRule;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by compiled plans: one computes the gradients and moves the parameters, all on the device. */
final class CudaTrainingSession extends CompiledTraining<CudaPlan> {
    private static final String PARAMETERS = TrainingState.PARAMETERS;

    private final CudaEngine engine;
    private final ComputationGraph whole;
    private final TrainedSlices slices;
    private final UpdateRule rule;
    private final TrainingPlans plans;
    private final SessionMemory memory;

    /**
     * @param whole what is written back to
     * @param task with a network of the session's own
     * @param slices of that network, at multiples of {@link TrainedPlaces#STEP}
     */
    CudaTrainingSession(
            CudaEngine engine, ComputationGraph whole, TrainingTask task, TrainedSlices slices, UpdateRule rule) {
        super(engine.id(), task, rule.optimizer().learningRate());
        this.engine = engine;
        this.whole = whole;
        this.slices = slices;
        this.rule = rule;
        this.plans = new TrainingPlans(slices, rule, engine.maps(), source -> source.read(task.network()));
        this.memory = new SessionMemory(engine.device());
        try {
            plans.segments().forEach(memory::get);
            upload();
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    /** The network's parameters. */
    private void upload() {
        DeviceMemory parameters = memory.of(plans.places().parameters());
        slices.forEach((source, slice) -> {
            List<Integer> dimensions = source.dimensions(whole);
            float[] ordered = TrainedPlaces.order(source, dimensions.size()).toDevice(source.read(whole), dimensions);
            parameters.write(slice.offset() * Float.BYTES, ordered);
        });
        narrow();
    }

    /** Kernels in the type of maps, after parameters came from the host. */
    private void narrow() {
        plans.narrowing().ifPresent(plan -> {
            try (CudaPlan once = new CudaPlan(engine.device(), plan, memory)) {
                once.run();
            }
        });
    }

    @Override
    protected CudaPlan compile(Program program, Shapes shapes) {
        DevicePlan plan = plans.compile(program, shapes.batch(), shapes.images());
        memory.upload(plans.constants());
        return new CudaPlan(engine.device(), plan, memory);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, Optional.empty());
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        return begin(cut, labels, sampleWeights).result();
    }

    @Override
    public PendingStep begin(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        requireOpen();
        CudaPlan plan = stepPlan(Shapes.of(cut));
        plan.inputs(cut);
        return begin(plan, cut.length, labels, sampleWeights);
    }

    @Override
    public PendingStep begin(ImageBatch images, INDArray labels, Optional<INDArray> sampleWeights) {
        requireOpen();
        CudaPlan plan = stepPlan(Shapes.of(images));
        plan.input(images);
        return begin(plan, 1, labels, sampleWeights);
    }

    /** @param next number of the first input that the plan has not been given */
    private PendingStep begin(CudaPlan plan, int next, INDArray labels, Optional<INDArray> sampleWeights) {
        int images = plan.plan().batch();
        plan.input(next, labels);
        if (sampleWeights.isPresent()) {
            plan.input(next + 1, sampleWeights.get());
        } else {
            float[] ones = new float[images];
            Arrays.fill(ones, 1);
            plan.input(next + 1, FloatBuffer.wrap(ones));
        }
        tell(images);
        plan.run();
        countStep();
        return told();
    }

    /** What the step must know. */
    private void tell(int images) {
        StepCells cells = plans.cells();
        memory.of(cells.step()).write(cells.step().offset(), new int[] {Math.toIntExact(steps())});
        memory.of(cells.numbers())
                .write(cells.numbers().offset(), plans.update().numbers(images, learningRate(), steps() + 1));
    }

    private PendingStep told() {
        Buffer outcome = plans.cells().outcome();
        PendingRead read = memory.of(outcome).readLater(outcome.offset(), Math.toIntExact(outcome.bytes()));
        return new PendingStep() {
            @Override
            public boolean isDone() {
                return read.isDone();
            }

            @Override
            public StepResult result() {
                requireOpen();
                return StepCells.result(read.bytes());
            }
        };
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        requireOpen();
        CudaPlan plan = evaluationPlan(Shapes.of(cut));
        plan.inputs(cut);
        return probabilities(plan);
    }

    @Override
    public INDArray probabilities(ImageBatch images) {
        requireOpen();
        CudaPlan plan = evaluationPlan(Shapes.of(images));
        plan.input(images);
        return probabilities(plan);
    }

    private static INDArray probabilities(CudaPlan plan) {
        plan.run();
        int images = plan.plan().batch();
        return plan.output(0, images, plan.plan().outputs().get(0).count() / images);
    }

    @Override
    public boolean parametersAreFinite() {
        requireOpen();
        for (float value : read(plans.places().parameters())) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private float[] read(Buffer vector) {
        float[] values = new float[Math.toIntExact(vector.count())];
        memory.of(vector).read(0, values);
        return values;
    }

    private Map<String, Buffer> vectors() {
        Map<String, Buffer> vectors = new LinkedHashMap<>();
        vectors.put(PARAMETERS, plans.places().parameters());
        plans.update().kept().forEach(buffer -> vectors.put(buffer.segment(), buffer));
        return vectors;
    }

    @Override
    protected Map<String, float[]> save() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        vectors().forEach((name, vector) -> arrays.put(name, read(vector)));
        return arrays;
    }

    @Override
    protected void load(TrainingState state) {
        Map<String, Buffer> vectors = vectors();
        vectors.forEach((name, vector) -> {
            if (state.length(name) != vector.count()) {
                throw new GraftException("The training state has " + state.length(name) + " values of '" + name
                        + "', expected " + vector.count() + ". Start from another one.");
            }
        });
        vectors.forEach((name, vector) -> {
            float[] values = new float[Math.toIntExact(vector.count())];
            state.read(name, 0, values, values.length);
            memory.of(vector).write(0, values);
        });
        narrow();
    }

    @Override
    protected String signature() {
        return rule.withOptimizer(rule.optimizer().withLearningRate(1)) + ", "
                + slices.layout().signature() + ", batch norm mode "
                + task().freeze().batchNorm() + ", " + engine.precision();
    }

    @Override
    public void writeBack() {
        requireOpen();
        float[] all = read(plans.places().parameters());
        slices.forEach((source, slice) -> {
            int from = Math.toIntExact(slice.offset());
            float[] ordered = Arrays.copyOfRange(all, from, from + Math.toIntExact(slice.length()));
            List<Integer> dimensions = source.dimensions(whole);
            source.write(whole, TrainedPlaces.order(source, dimensions.size()).toPlain(ordered, dimensions));
        });
    }

    @Override
    protected void release() {
        super.release();
        memory.close();
        NetworkMemory.release(task().network());
    }
}
