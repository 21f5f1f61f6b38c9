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
import java.util.List;
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
            description =
                    "Engine to compute with, one of graft engines (default: the best available). GPUs have numbers:"
                            + " cuda:1; for grids several: cuda:0,1 or cuda:all.")
    private @Nullable String engine;

    private @Nullable String best;

    @Option(
            names = "--precision",
            paramLabel = "f32|tf32|bf16",
            description =
                    "What feature maps are made of: f32; tf32, which is f32 but for convolutions on GPUs; or bf16, which"
                            + " is faster and has 8 significant bits; see docs/engines.md (default: f32).")
    private @Nullable Precision precision;

    int threads() {
        return threads;
    }

    /** The engine or engines that are named. */
    Optional<String> engineName() {
        return Optional.ofNullable(engine);
    }

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        return precision == null ? base : base.withPrecision(precision);
    }

    Engine engine() {
        return engine(Optional.ofNullable(engine), options(TrainingSettings.defaults()));
    }

    private EngineOptions options(TrainingSettings settings) {
        return new EngineOptions(threads, over(settings).precision());
    }

    /** How many engines are named: one for each device. */
    int engines() {
        return engine == null ? 1 : Engines.load().count(engine);
    }

    /** The engines that are named, else the best. */
    List<Engine> engines(EngineOptions options) {
        return engine == null ? List.of(best(options)) : Engines.load().all(engine, options);
    }

    /** The first of them. */
    Engine firstEngine(EngineOptions options) {
        return engine == null ? best(options) : Engines.load().first(engine, options);
    }

    /** Looks once, and says once why it is not a better one. */
    private Engine best(EngineOptions options) {
        Engine found = engine(Optional.ofNullable(best), options);
        best = found.id();
        return found;
    }

    private static Engine engine(Optional<String> name, EngineOptions options) {
        Engines engines = Engines.load();
        return name.map(given -> engines.get(given, options)).orElseGet(() -> engines.best(options));
    }

    Graft graft(FeatureCache cache, WeightStore store) {
        return graft(TrainingSettings.defaults(), cache, store);
    }

    /** For a training of these settings. */
    Graft graft(TrainingSettings settings, FeatureCache cache, WeightStore store) {
        return graft(Optional.ofNullable(engine), options(settings), cache, store);
    }

    /** With an engine of this name, else the best. */
    static Graft graft(Optional<String> name, EngineOptions options, FeatureCache cache, WeightStore store) {
        return new Graft(
                BackboneRegistry.load(), engine(name, options), cache, store, AugmentationCatalog.installed(), options);
    }
}
