package dev.graft.benchmarks;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The two costs of a training: sending a batch through the frozen prefix, and one update above it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingStepBenchmark {
    /** Engine id. */
    @Param("dl4j")
    public String engine;

    /** Backbone id. */
    @Param("efficientnet-b0")
    public String backbone;

    /** Last layers that learn. */
    @Param({"0", "20", "237"})
    public int unfrozen;

    /** Images a batch. */
    @Param("16")
    public int batch;

    /** Side of the images. */
    @Param("160")
    public int size;

    /** Threads. */
    @Param("2")
    public int threads;

    private InferenceSession prefix;
    private TrainingSession training;
    private INDArray images;
    private INDArray labels;
    private INDArray[] cut;

    /** Builds model and sessions; random weights and pixels do. */
    @Setup(Level.Trial)
    public void prepare() {
        Engine chosen = Engines.load().get(engine, new EngineOptions(threads));
        TransferModel model = TransferModel.on(BackboneRegistry.load().get(backbone))
                .size(size)
                .classes(List.of("a", "b"))
                .build();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(unfrozen));
        FrozenPrefix frozen = model.frozenPrefix(freeze);
        prefix = chosen.inference(model.graph(), frozen.cut());
        training = chosen.training(model.graph(), frozen, freeze, model.headLayers(), Optimizer.adam(1e-4));
        images = Nd4j.rand(batch, 3, size, size).muli(255);
        labels = Nd4j.zeros(batch, 2);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % 2, 1);
        }
        cut = prefix.run(images);
    }

    /** Releases the sessions. */
    @TearDown(Level.Trial)
    public void close() {
        training.close();
        prefix.close();
    }

    /** Frozen prefix, inference mode. */
    @Benchmark
    public INDArray[] frozenPrefix() {
        return prefix.run(images);
    }

    /** One update of what lies above the prefix. */
    @Benchmark
    public StepResult trainableSuffix() {
        return training.step(cut, labels);
    }
}
