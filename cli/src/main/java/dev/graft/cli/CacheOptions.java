package dev.graft.cli;

import dev.graft.feature.FeatureCache;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on where features of frozen layers are kept. */
final class CacheOptions {
    @Option(
            names = "--feature-cache",
            paramLabel = "DIR",
            description = "Keep frozen features here and find them again in a later run.")
    private @Nullable Path cacheDirectory;

    @Option(
            names = "--cache-memory",
            paramLabel = "MIB",
            description = "Most memory for frozen features; more goes to a temporary file (default: a quarter of Java's"
                    + " heap, at most 1024).")
    private long cacheMemory = FeatureCache.defaults().memoryBytes() >> 20;

    FeatureCache cache() {
        FeatureCache cache = FeatureCache.defaults().withMemory(cacheMemory << 20);
        return cacheDirectory == null ? cache : cache.in(cacheDirectory);
    }
}
