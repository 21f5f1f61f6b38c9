package dev.graft.examples.cli;

import dev.graft.Graft;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.feature.FeatureCache;
import java.nio.file.Path;
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
            names = "--feature-cache",
            paramLabel = "DIR",
            description = "Keep frozen features here and find them again in a later run.")
    private Path cacheDirectory;

    @Option(
            names = "--cache-memory",
            paramLabel = "MIB",
            description = "Most memory for frozen features; more goes to a temporary file (default: a quarter of Java's"
                    + " heap, at most 1024).")
    private long cacheMemory = FeatureCache.defaults().memoryBytes() >> 20;

    int threads() {
        return threads;
    }

    Graft graft() {
        EngineOptions options = new EngineOptions(threads);
        FeatureCache cache = FeatureCache.defaults().withMemory(cacheMemory << 20);
        if (cacheDirectory != null) {
            cache = cache.in(cacheDirectory);
        }
        Engines engines = Engines.load();
        Engine chosen = engine == null ? engines.best(options) : engines.get(engine, options);
        return new Graft(BackboneRegistry.load(), chosen, cache, options);
    }
}
