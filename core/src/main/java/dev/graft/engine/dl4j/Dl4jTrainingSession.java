package dev.graft.engine.dl4j;

import dev.graft.engine.ResumableTraining;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingState;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.freeze.BatchNormMode;
import dev.graft.graph.NetworkMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a suffix: DL4J computes the gradients, {@link ParameterUpdate} moves the parameters. */
final class Dl4jTrainingSession extends ResumableTraining {
    private final Dl4jEngine engine;
    private final ComputationGraph whole;
    private final ComputationGraph suffix;
    private final ParameterUpdate update;
    private final BatchNormMode mode;
    private final SampleWeightedLoss loss;
    private final List<TrainingListener> listeners;
    private final Hits hits = new Hits();

    Dl4jTrainingSession(
            Dl4jEngine engine,
            ComputationGraph whole,
            ComputationGraph suffix,
            ParameterUpdate update,
            BatchNormMode mode,
            List<TrainingListener> listeners) {
        super(engine.id(), update.rule().optimizer().learningRate());
        this.engine = engine;
        this.whole = whole;
        this.suffix = suffix;
        this.update = update;
        this.mode = mode;
        this.loss = SampleWeightedLoss.in(suffix);
        this.listeners = listeners;
        List<TrainingListener> all = new ArrayList<>(List.of(hits));
        all.addAll(listeners);
        suffix.setListeners(all);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, Optional.empty());
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
        requireOpen();
        engine.applyThreads();
        hits.labels = labels;
        loss.weights(sampleWeights);
        suffix.setInputs(cut);
        suffix.setLabels(labels);
        // Masks of dropout go by this counter.
        suffix.getConfiguration().setIterationCount(Math.toIntExact(steps()));
        suffix.computeGradientAndScore();
        countStep();
        update(labels.size(0));
        suffix.clear();
        return new StepResult(suffix.score(), hits.correct);
    }

    private void update(long batch) {
        if (listeners.isEmpty()) {
            move(batch);
            return;
        }
        listeners.forEach(listener -> listener.onGradientCalculation(suffix));
        try (INDArray before = suffix.params().dup()) {
            move(batch);
            // DL4J's updaters leave the update where the gradient was, and its listeners look for it there.
            suffix.getGradientsViewArray().assign(before.subi(suffix.params()));
        }
        listeners.forEach(listener -> listener.iterationDone(suffix, Math.toIntExact(steps()), 0));
    }

    private void move(long batch) {
        if (update.apply(batch, steps(), learningRate())) {
            suffix.applyConstraints(Math.toIntExact(steps()), 0);
        }
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        requireOpen();
        engine.applyThreads();
        return suffix.output(cut)[0];
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
        return update.signature() + ", batch norm mode " + mode;
    }

    @Override
    public void writeBack() {
        requireOpen();
        Subgraph.copyBack(suffix, whole);
    }

    @Override
    protected void release() {
        suffix.setListeners();
        update.close();
        NetworkMemory.release(suffix);
    }

    /**
     * Counts right answers. The output layer's activations are not handed to listeners; when the backward pass ends, its
     * input is still there and the parameters have not moved, so the last layer is evaluated once more.
     */
    private static final class Hits extends BaseTrainingListener {
        private @Nullable INDArray labels;
        private int correct;

        @Override
        public void onForwardPass(Model model, Map<String, INDArray> activations) {
            correct = 0;
        }

        @Override
        public void onBackwardPass(Model model) {
            if (labels == null) {
                throw new IllegalStateException("A backward pass came before its labels");
            }
            INDArray probabilities = ((ComputationGraph) model)
                    .getOutputLayer(0)
                    .activate(false, LayerWorkspaceMgr.noWorkspacesImmutable());
            INDArray equal = probabilities.argMax(1).eq(labels.argMax(1));
            correct = equal.castTo(DataType.INT32).sumNumber().intValue();
        }
    }
}
