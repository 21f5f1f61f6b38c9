package dev.graft.benchmarks;

import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * What is paid once for every image: a batch through the part of the network that can never change. With no layer unfrozen it
 * is the whole backbone and the head's pooling; with all of them, what comes before the first convolution.
 */
public class FeatureExtractionBenchmark extends EngineBenchmark {
    private InferenceSession session;
    private INDArray images;

    @Override
    AutoCloseable open(EngineCase chosen, Engine created) {
        TransferModel model = chosen.model();
        FrozenPrefix frozen = model.frozenPrefix(model.resolve(chosen.freeze()));
        session = created.inference(model.graph(), frozen.cut());
        images = chosen.images();
        session.run(images);
        return session;
    }

    /** From pixels to what is kept of them. */
    @Benchmark
    public INDArray[] features() {
        return session.run(images);
    }
}
