package dev.graft.engine.cpu;

import dev.graft.GraftException;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.program.UnsupportedVertexException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiled training that the reference engine takes over if the network turns out not to compile. That shows at the first
 * batch, when shapes are known, before anything has been learned.
 */
final class FallbackTrainingSession implements TrainingSession {
    private static final Logger log = LoggerFactory.getLogger(FallbackTrainingSession.class);
    private static final String REFERENCE = "dl4j";

    private final CpuTrainingSession compiled;
    private final ComputationGraph whole;
    private final TrainingTask task;
    private final Supplier<TrainingSession> create;
    /** Null as long as compiling works. */
    private TrainingSession reference;

    /**
     * @param whole what is written back to
     * @param task its network is what the reference would start from, and write back to
     * @param create a session of the reference engine
     */
    FallbackTrainingSession(
            CpuTrainingSession compiled, ComputationGraph whole, TrainingTask task, Supplier<TrainingSession> create) {
        this.compiled = compiled;
        this.whole = whole;
        this.task = task;
        this.create = create;
    }

    private TrainingSession current() {
        return reference == null ? compiled : reference;
    }

    private <T> T run(Function<TrainingSession, T> action) {
        try {
            return action.apply(current());
        } catch (UnsupportedVertexException e) {
            if (reference != null || compiled.steps() > 0) {
                throw e;
            }
            log.info("{} This network is trained by the engine dl4j, in single precision.", e.getMessage());
            fallBack();
            return action.apply(reference);
        }
    }

    private void fallBack() {
        double rate = compiled.learningRate();
        reference = create.get();
        reference.learningRate(rate);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels) {
        return step(cut, labels, null);
    }

    @Override
    public StepResult step(INDArray[] cut, INDArray labels, INDArray sampleWeights) {
        return run(session -> session.step(cut, labels, sampleWeights));
    }

    @Override
    public INDArray probabilities(INDArray[] cut) {
        return run(session -> session.probabilities(cut));
    }

    @Override
    public double learningRate() {
        return current().learningRate();
    }

    @Override
    public void learningRate(double rate) {
        current().learningRate(rate);
    }

    @Override
    public TrainingState state() {
        return current().state();
    }

    /** A training that the reference engine took over left its states; one that goes on from there has to do so, too. */
    @Override
    public void restore(TrainingState state) {
        if (reference == null && compiled.steps() == 0 && state.engine().equals(REFERENCE)) {
            TrainingSession candidate = create.get();
            try {
                candidate.restore(state);
            } catch (GraftException e) {
                candidate.close();
                throw e;
            }
            reference = candidate;
            return;
        }
        current().restore(state);
    }

    @Override
    public void writeBack() {
        current().writeBack();
        if (reference != null) {
            for (Layer layer : task.network().getLayers()) {
                String name = layer.conf().getLayer().getLayerName();
                if (!task.prefix().vertices().contains(name)) {
                    layer.paramTable()
                            .forEach((key, value) ->
                                    whole.getLayer(name).getParam(key).assign(value));
                }
            }
        }
    }

    @Override
    public void close() {
        compiled.close();
        if (reference != null) {
            reference.close();
        }
    }
}
