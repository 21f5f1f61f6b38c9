package dev.graft.engine.dl4j;

import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Trains a suffix by {@link ComputationGraph#fit}. */
final class Dl4jTrainingSession implements TrainingSession {
    private final Dl4jEngine engine;
    private final ComputationGraph whole;
    private final ComputationGraph suffix;
    private final SampleWeightedLoss loss;
    private final Hits hits = new Hits();

    Dl4jTrainingSession(Dl4jEngine engine, ComputationGraph whole, ComputationGraph suffix) {
        this.engine = engine;
        this.whole = whole;
        this.suffix = suffix;
        this.loss = SampleWeightedLoss.in(suffix);
        suffix.setListeners(hits);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, null);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, INDArray sampleWeights) {
        engine.applyThreads();
        hits.labels = labels;
        loss.weights(sampleWeights);
        suffix.fit(new MultiDataSet(cut, new INDArray[] {labels}));
        return new StepResult(suffix.score(), hits.correct);
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        engine.applyThreads();
        return suffix.output(cut)[0];
    }

    @Override
    public void writeBack() {
        Subgraph.copyBack(suffix, whole);
    }

    @Override
    public void close() {
        suffix.setListeners();
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
