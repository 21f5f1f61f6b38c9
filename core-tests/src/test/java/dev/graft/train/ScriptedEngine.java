package dev.graft.train;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pretends to train: losses come from a list. Inference is real. */
final class ScriptedEngine implements Engine {
    private final Engine real = new Dl4jEngine(new EngineOptions(1));
    private final Iterator<Double> stepLosses;
    private final Iterator<Double> validationLosses;

    /** Sizes of the batches trained on, in order. */
    final List<Integer> batches = new ArrayList<>();

    /** For every image learned from: the two values of its label and its weight. */
    final List<List<Double>> learned = new ArrayList<>();

    /** For every write back, how many validations there had been. */
    final List<Integer> writtenBackAfter = new ArrayList<>();

    /** After how many steps a parameter is no finite number any more. */
    int finiteFor = Integer.MAX_VALUE;

    private int validations;

    /**
     * @param stepLosses one per step
     * @param validationLosses one per epoch, for validation images of class 0 that fit one batch
     */
    ScriptedEngine(List<Double> stepLosses, List<Double> validationLosses) {
        this.stepLosses = stepLosses.iterator();
        this.validationLosses = validationLosses.iterator();
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public String describe() {
        return "scripted";
    }

    @Override
    public InferenceSession inference(ComputationGraph graph, List<String> from, List<String> to) {
        return real.inference(graph, from, to);
    }

    @Override
    public TrainingSession training(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head, UpdateRule rule) {
        return new TrainingSession() {
            @Override
            public StepResult step(INDArray[] cut, INDArray labels) {
                return step(cut, labels, Optional.of(Nd4j.ones(labels.size(0), 1)));
            }

            @Override
            public StepResult step(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {
                if (sampleWeights.isEmpty()) {
                    return step(cut, labels);
                }
                batches.add((int) labels.size(0));
                for (int i = 0; i < labels.size(0); i++) {
                    learned.add(List.of(
                            labels.getDouble(i, 0),
                            labels.getDouble(i, 1),
                            sampleWeights.get().getDouble(i)));
                }
                return new StepResult(stepLosses.next(), 1);
            }

            @Override
            public INDArray probabilities(INDArray[] cut) {
                validations++;
                double first = Math.exp(-validationLosses.next());
                INDArray rows = Nd4j.zeros(cut[0].size(0), 2);
                rows.getColumn(0).assign(first);
                rows.getColumn(1).assign(1 - first);
                return rows;
            }

            @Override
            public boolean parametersAreFinite() {
                return batches.size() <= finiteFor;
            }

            @Override
            public double learningRate() {
                return rule.optimizer().learningRate();
            }

            @Override
            public void learningRate(double rate) {
                // Losses do not depend on it.
            }

            @Override
            public TrainingState state() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void restore(TrainingState state) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void writeBack() {
                writtenBackAfter.add(validations);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
