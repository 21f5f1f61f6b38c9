package dev.graft.engine.cpu;

import dev.graft.GraftException;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.optimizer.UpdateRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by compiled plans: one computes the gradients, {@link ParameterUpdate} moves the parameters. */
final class CpuTrainingSession implements TrainingSession {
    private static final INDArray[] NONE = {};
    /** Behind all operations of a plan. */
    private static final int UPDATE = Integer.MAX_VALUE;

    private final CpuEngine engine;
    private final ComputationGraph whole;
    private final TrainingTask task;
    private final TrainedParameters parameters;
    private final ParameterUpdate update;
    private final PlannedStep updateStep;
    private final Plans<Shapes> steps = new Plans<>();
    private final Plans<Shapes> evaluations = new Plans<>();
    private long count;
    private double learningRate;
    private boolean closed;

    /** @param whole what is written back to */
    CpuTrainingSession(
            CpuEngine engine,
            ComputationGraph whole,
            TrainingTask task,
            TrainedParameters parameters,
            UpdateRule rule) {
        this.engine = engine;
        this.whole = whole;
        this.task = task;
        this.parameters = parameters;
        this.update = new ParameterUpdate(
                rule,
                parameters.layout(),
                parameters.values(),
                parameters.gradients(),
                engine.options().threads());
        this.updateStep = updateStep(rule);
        this.learningRate = rule.optimizer().learningRate();
    }

    private PlannedStep updateStep(UpdateRule rule) {
        String optimizer = rule.optimizer().getClass().getSimpleName();
        String shape = Long.toString(parameters.layout().learning());
        PlannedOperation operation =
                new PlannedOperation(UPDATE, Phase.OPTIMIZER, optimizer, "all", shape, "java", 1, 0, update.bytes());
        return new PlannedStep(batch -> update.apply(batch.images(), count, learningRate), operation);
    }

    /** What a plan is compiled for. */
    private record Shapes(long batch, List<List<Integer>> dimensions) {
        static Shapes of(INDArray[] cut) {
            return new Shapes(
                    cut[0].size(0),
                    Arrays.stream(cut).map(PlainArrays::dimensions).toList());
        }
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, null);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, INDArray sampleWeights) {
        requireOpen();
        engine.applyThreads();
        Plan plan = steps.get(Shapes.of(cut), this::compileStep);
        Batch batch = new Batch(labels, sampleWeights, Math.toIntExact(count));
        engine.observer().begin();
        INDArray[] plain = PlainArrays.plain(cut);
        plan.run(batch, plain, NONE);
        PlainArrays.release(plain, cut);
        count++;
        engine.observer().run(updateStep, batch);
        engine.observer().end();
        return new StepResult(batch.loss(), batch.correct());
    }

    private Plan compileStep(Shapes shapes) {
        Program program = Programs.training(task.network(), task.prefix(), cut(shapes), task.freeze(), task.head());
        return compile(program, shapes);
    }

    private Plan compile(Program program, Shapes shapes) {
        return engine.compiler()
                .compile(
                        program,
                        Math.toIntExact(shapes.batch()),
                        MapFormat.forTraining(),
                        engine.options().precision(),
                        parameters);
    }

    private Map<String, List<Integer>> cut(Shapes shapes) {
        Map<String, List<Integer>> cut = new LinkedHashMap<>();
        for (int i = 0; i < shapes.dimensions().size(); i++) {
            cut.put(task.prefix().cut().get(i), shapes.dimensions().get(i));
        }
        return cut;
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        requireOpen();
        engine.applyThreads();
        Plan plan = evaluations.get(Shapes.of(cut), this::compileEvaluation);
        INDArray[] results = plan.results();
        engine.observer().begin();
        INDArray[] plain = PlainArrays.plain(cut);
        plan.run(new Batch(), plain, results);
        PlainArrays.release(plain, cut);
        engine.observer().end();
        return results[0];
    }

    private Plan compileEvaluation(Shapes shapes) {
        Program program = Programs.evaluation(task.network(), task.prefix(), cut(shapes), task.freeze(), task.head());
        return compile(program, shapes);
    }

    @Override
    public boolean parametersAreFinite() {
        requireOpen();
        return update.parametersAreFinite();
    }

    @Override
    public double learningRate() {
        requireOpen();
        return learningRate;
    }

    @Override
    public void learningRate(double rate) {
        requireOpen();
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new GraftException("A learning rate must be 0 or more and finite, found " + rate + ".");
        }
        learningRate = rate;
    }

    @Override
    public TrainingState state() {
        requireOpen();
        return new TrainingState(engine.id(), signature(), count, learningRate, update.save());
    }

    @Override
    public void restore(TrainingState state) {
        requireOpen();
        if (!state.engine().equals(engine.id()) || !state.rule().equals(signature())) {
            throw new GraftException("The training state was left by another training. It belongs to engine "
                    + state.engine() + ", " + state.rule() + "; this one is engine " + engine.id() + ", " + signature()
                    + ". Continue with the settings of the beginning, or start anew.");
        }
        update.load(state);
        count = state.steps();
        learningRate = state.learningRate();
    }

    /** All that must be equal for a state to fit, but for the learning rate. */
    private String signature() {
        return update.signature() + ", batch norm mode " + task.freeze().batchNorm() + ", "
                + engine.options().precision();
    }

    @Override
    public void writeBack() {
        requireOpen();
        parameters.writeTo(whole);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        steps.close();
        evaluations.close();
        update.close();
        parameters.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
    }
}
