package dev.graft.feature;

import dev.graft.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where features of frozen layers are kept, so that each image goes through them once. Settings only; immutable.
 *
 * <p>Features go to memory if they fit {@code memoryBytes}, else to a memory-mapped file if they fit {@code diskBytes},
 * else nowhere: then they are computed again for every epoch, with the same results. With a directory they always go to
 * a file there, and a later run with equal layers, weights, preprocessing and size finds them.
 *
 * @param memoryBytes most heap memory, 0 for none
 * @param directory keeps files between runs; without one, files are temporary
 * @param diskBytes largest file, 0 for none
 */
public record FeatureCache(long memoryBytes, Optional<Path> directory, long diskBytes) {
    private static final Logger log = LoggerFactory.getLogger(FeatureCache.class);
    private static final long GIB = 1L << 30;

    public FeatureCache {
        if (memoryBytes < 0 || diskBytes < 0) {
            throw new GraftException("Limits of the feature cache must not be negative, found " + memoryBytes + " and "
                    + diskBytes + " bytes.");
        }
    }

    /** A quarter of the largest heap, at most 1 GiB; temporary files up to 20 GiB. */
    public static FeatureCache defaults() {
        return new FeatureCache(Math.min(GIB, Runtime.getRuntime().maxMemory() / 4), Optional.empty(), 20 * GIB);
    }

    /** Keeps nothing. */
    public static FeatureCache off() {
        return new FeatureCache(0, Optional.empty(), 0);
    }

    /** With a directory that keeps features between runs. */
    public FeatureCache in(Path directory) {
        return new FeatureCache(memoryBytes, Optional.of(directory), diskBytes);
    }

    /** With another memory limit in bytes. */
    public FeatureCache withMemory(long bytes) {
        return new FeatureCache(bytes, directory, diskBytes);
    }

    /**
     * A place for features.
     *
     * @param key all that determines them besides the image
     * @param rowFloats values per image
     * @param rows images expected
     * @param taken memory that other features take already, in bytes
     * @return empty if they fit nowhere
     */
    Optional<FeatureStore> open(String key, int rowFloats, int rows, long taken) {
        long bytes = bytes(rowFloats, rows);
        if (directory.isPresent() && bytes <= diskBytes) {
            Path file = directory.get().resolve(key + ".features");
            Optional<FeatureStore> store = MappedFeatureStore.open(file, rowFloats, false);
            if (store.isPresent()) {
                return store;
            }
            log.info("Another process uses {}; features of this run are kept elsewhere.", file);
        }
        if (bytes <= memoryBytes - taken) {
            return Optional.of(new MemoryFeatureStore());
        }
        if (bytes <= diskBytes) {
            log.info(
                    "Features need {}; {} of the {} that the cache may hold in memory are taken: they go to a temporary"
                            + " file.",
                    size(bytes),
                    size(taken),
                    size(memoryBytes));
            return temporary(rowFloats);
        }
        if (equals(off())) {
            return Optional.empty();
        }
        log.warn(
                "Features need {}; the cache may hold {} in memory and {} on disk. The frozen layers are computed again"
                        + " in every epoch: slower, same results. Raise the limits of the feature cache to avoid it.",
                size(bytes),
                size(memoryBytes),
                size(diskBytes));
        return Optional.empty();
    }

    /** A place for features on disk that nobody needs afterwards. */
    static Optional<FeatureStore> temporary(int rowFloats) {
        return MappedFeatureStore.open(temporaryFile(), rowFloats, true);
    }

    /** Memory that features need. */
    static long bytes(long rowFloats, int rows) {
        return 4 * rowFloats * rows;
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("graft-", ".features");
            // close() deletes it; this is for a process that is interrupted.
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new GraftException(
                    "No temporary file can be made for the feature cache: " + e.getMessage()
                            + ". Set java.io.tmpdir to a directory with space.",
                    e);
        }
    }

    private static String size(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
    }
}
