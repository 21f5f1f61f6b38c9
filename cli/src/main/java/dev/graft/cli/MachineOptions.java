package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.feature.FeatureCache;
import dev.graft.settings.TrainingSettings;
import dev.graft.weights.WeightStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private @Nullable String engine;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "What feature maps are made of: f32, or bf16, which is faster and has 8 significant bits; see"
                    + " docs/engines.md (default: f32).")
    private @Nullable Precision precision;

    int threads() {
        return threads;
    }

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        return precision == null ? base : base.withPrecision(precision);
    }

    Engine engine() {
        return engine(options(TrainingSettings.defaults()));
    }

    private EngineOptions options(TrainingSettings settings) {
        return new EngineOptions(threads, over(settings).precision());
    }

    /** The chosen engine with other options. */
    Engine engine(EngineOptions options) {
        return engine(Optional.ofNullable(engine), options);
    }

    private static Engine engine(Optional<String> id, EngineOptions options) {
        Engines engines = Engines.load();
        return id.map(name -> engines.get(name, options)).orElseGet(() -> engines.best(options));
    }

    Graft graft(FeatureCache cache, WeightStore store) {
        return graft(TrainingSettings.defaults(), cache, store);
    }

    /** For a training of these settings. */
    Graft graft(TrainingSettings settings, FeatureCache cache, WeightStore store) {
        return graft(Optional.ofNullable(engine), options(settings), cache, store);
    }

    /** With an engine of this id, else the best. */
    static Graft graft(Optional<String> id, EngineOptions options, FeatureCache cache, WeightStore store) {
        return new Graft(
                BackboneRegistry.load(), engine(id, options), cache, store, AugmentationCatalog.installed(), options);
    }
}
