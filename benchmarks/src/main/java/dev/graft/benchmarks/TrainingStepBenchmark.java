package dev.graft.benchmarks;

import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/** What is paid for every batch of every epoch: one update by Adam. */
public class TrainingStepBenchmark extends EngineBenchmark {
    private InferenceSession prefix;
    private TrainingSession training;
    private INDArray images;
    private INDArray labels;
    private INDArray[] cut;

    @Override
    AutoCloseable open(EngineCase chosen, Engine created) {
        TransferModel model = chosen.model();
        ResolvedFreeze freeze = model.resolve(chosen.freeze());
        FrozenPrefix frozen = model.frozenPrefix(freeze);
        prefix = created.inference(model.graph(), frozen.cut());
        training = created.training(model.graph(), frozen, freeze, model.headLayers(), Optimizer.adam(1e-4));
        images = chosen.images();
        labels = chosen.labels();
        cut = prefix.run(images);
        training.step(cut, labels);
        return () -> {
            training.close();
            prefix.close();
        };
    }

    /** Of what lies above the frozen prefix, whose features are at hand. */
    @Benchmark
    public StepResult trainableSuffix() {
        return training.step(cut, labels);
    }

    /** From pixels on, for images that were never seen before. */
    @Benchmark
    public StepResult wholeStep() {
        return training.step(prefix.run(images), labels);
    }
}
