package dev.graft.engine.cpu;

import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingState;
import dev.graft.engine.compiled.CompiledTraining;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlainArrays;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.compiled.Shapes;
import dev.graft.engine.program.Program;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.optimizer.UpdateRule;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by compiled plans: one computes the gradients, {@link ParameterUpdate} moves the parameters. */
final class CpuTrainingSession extends CompiledTraining<Plan> {
    private static final INDArray[] NONE = {};
    /** Behind all operations of a plan. */
    private static final int UPDATE = Integer.MAX_VALUE;

    private final CpuEngine engine;
    private final ComputationGraph whole;
    private final TrainedParameters parameters;
    private final ParameterUpdate update;
    private final PlannedOperation updateStep;

    /** @param whole what is written back to */
    CpuTrainingSession(CpuEngine engine, ComputationGraph whole, TrainedParameters parameters, UpdateRule rule) {
        super(engine.id(), parameters.task(), rule.optimizer().learningRate());
        this.engine = engine;
        this.whole = whole;
        this.parameters = parameters;
        this.update = new ParameterUpdate(
                rule,
                parameters.layout(),
                parameters.values(),
                parameters.gradients(),
                engine.options().threads());
        this.updateStep = updateStep(rule);
    }

    private PlannedOperation updateStep(UpdateRule rule) {
        String optimizer = rule.optimizer().getClass().getSimpleName();
        String shape = Long.toString(parameters.layout().learning());
        return new PlannedOperation(UPDATE, Phase.OPTIMIZER, optimizer, "all", shape, "java", 1, 0, update.bytes());
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, Optional.empty());
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        requireOpen();
        engine.applyThreads();
        Plan plan = stepPlan(Shapes.of(cut));
        Batch batch = new Batch(labels, sampleWeights, Math.toIntExact(steps()));
        engine.observer().begin();
        INDArray[] plain = PlainArrays.plain(cut);
        plan.run(batch, plain, NONE);
        PlainArrays.release(plain, cut);
        countStep();
        engine.observer().run(updateStep, () -> update.apply(batch.images(), steps(), learningRate()));
        engine.observer().end();
        return new StepResult(batch.loss(), batch.correct());
    }

    @Override
    protected Plan compile(Program program, Shapes shapes) {
        return engine.compiler()
                .compile(
                        program,
                        shapes.batch(),
                        engine.trainingFormat(parameters.task().network()),
                        engine.options().precision(),
                        parameters);
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        requireOpen();
        engine.applyThreads();
        Plan plan = evaluationPlan(Shapes.of(cut));
        INDArray[] results = plan.results();
        engine.observer().begin();
        INDArray[] plain = PlainArrays.plain(cut);
        plan.run(new Batch(), plain, results);
        PlainArrays.release(plain, cut);
        engine.observer().end();
        return results[0];
    }

    @Override
    public boolean parametersAreFinite() {
        requireOpen();
        return update.parametersAreFinite();
    }

    @Override
    protected Map<String, float[]> save() {
        return update.save();
    }

    @Override
    protected void load(TrainingState state) {
        update.load(state);
    }

    @Override
    protected String signature() {
        return update.signature() + ", batch norm mode " + task().freeze().batchNorm() + ", "
                + engine.options().precision();
    }

    @Override
    public void writeBack() {
        requireOpen();
        parameters.writeTo(whole);
    }

    @Override
    protected void release() {
        super.release();
        update.close();
        parameters.close();
    }
}
