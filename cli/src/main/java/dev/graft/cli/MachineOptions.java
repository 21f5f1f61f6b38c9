package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.feature.FeatureCache;
import dev.graft.weights.WeightStore;
import picocli.CommandLine.Option;

/** Options on how to use the machine. */
final class MachineOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: all processors). Results repeat exactly for equal N.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--engine",
            paramLabel = "ID",
            description = "Engine to compute with (default: the best available).")
    private String engine;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "What feature maps are made of: f32, or bf16, which is faster and has 8 significant bits; see"
                    + " docs/engines.md (default: f32).")
    private Precision precision = Precision.F32;

    int threads() {
        return threads;
    }

    Precision precision() {
        return precision;
    }

    Engine engine() {
        return engine(options());
    }

    private EngineOptions options() {
        return new EngineOptions(threads, precision);
    }

    /** The chosen engine with other options. */
    Engine engine(EngineOptions options) {
        Engines engines = Engines.load();
        return engine == null ? engines.best(options) : engines.get(engine, options);
    }

    Graft graft(FeatureCache cache, WeightStore store) {
        return new Graft(BackboneRegistry.load(), engine(), cache, store, options());
    }
}
