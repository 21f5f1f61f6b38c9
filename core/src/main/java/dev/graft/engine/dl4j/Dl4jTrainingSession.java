package dev.graft.engine.dl4j;

import dev.graft.GraftException;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.update.ParameterUpdate;
import dev.graft.freeze.BatchNormMode;
import dev.graft.graph.NetworkMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a suffix: DL4J computes the gradients, {@link ParameterUpdate} moves the parameters. */
final class Dl4jTrainingSession implements TrainingSession {
    private final Dl4jEngine engine;
    private final ComputationGraph whole;
    private final ComputationGraph suffix;
    private final ParameterUpdate update;
    private final BatchNormMode mode;
    private final SampleWeightedLoss loss;
    private final List<TrainingListener> listeners;
    private final Hits hits = new Hits();
    private long steps;
    private double learningRate;
    private boolean closed;

    Dl4jTrainingSession(
            Dl4jEngine engine,
            ComputationGraph whole,
            ComputationGraph suffix,
            ParameterUpdate update,
            BatchNormMode mode,
            List<TrainingListener> listeners) {
        this.engine = engine;
        this.whole = whole;
        this.suffix = suffix;
        this.update = update;
        this.mode = mode;
        this.learningRate = update.rule().optimizer().learningRate();
        this.loss = SampleWeightedLoss.in(suffix);
        this.listeners = listeners;
        List<TrainingListener> all = new ArrayList<>(List.of(hits));
        all.addAll(listeners);
        suffix.setListeners(all);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, null);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, INDArray sampleWeights) {
        requireOpen();
        engine.applyThreads();
        hits.labels = labels;
        loss.weights(sampleWeights);
        suffix.setInputs(cut);
        suffix.setLabels(labels);
        // Masks of dropout go by this counter.
        suffix.getConfiguration().setIterationCount(Math.toIntExact(steps));
        suffix.computeGradientAndScore();
        steps++;
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
        listeners.forEach(listener -> listener.iterationDone(suffix, Math.toIntExact(steps), 0));
    }

    private void move(long batch) {
        if (update.apply(batch, steps, learningRate)) {
            suffix.applyConstraints(Math.toIntExact(steps), 0);
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
        return new TrainingState(engine.id(), signature(), steps, learningRate, update.save());
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
        steps = state.steps();
        learningRate = state.learningRate();
    }

    /** All that must be equal for a state to fit, but for the learning rate. */
    private String signature() {
        return update.signature() + ", batch norm mode " + mode;
    }

    @Override
    public void writeBack() {
        requireOpen();
        Subgraph.copyBack(suffix, whole);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        suffix.setListeners();
        update.close();
        NetworkMemory.release(suffix);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The session is closed.");
        }
    }

    /**
     * Counts right answers. The output layer's activations are not handed to listeners; when the backward pass ends, its
     * input is still there and the parameters have not moved, so the last layer is evaluated once more.
     */
    private static final class Hits extends BaseTrainingListener {
        private INDArray labels;
        private int correct;

        @Override
        public void onForwardPass(Model model, Map<String, INDArray> activations) {
            correct = 0;
        }

        @Override
        public void onBackwardPass(Model model) {
            INDArray probabilities = ((ComputationGraph) model)
                    .getOutputLayer(0)
                    .activate(false, LayerWorkspaceMgr.noWorkspacesImmutable());
            INDArray equal = probabilities.argMax(1).eq(labels.argMax(1));
            correct = equal.castTo(DataType.INT32).sumNumber().intValue();
        }
    }
}
