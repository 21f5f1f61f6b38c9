package dev.graft.feature;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where features of frozen layers are kept, so that each image goes through them once. Settings only; immutable.
 *
 * <p>Features go to memory if they fit {@code memoryBytes}, else to a file if they fit {@code diskBytes} and the space that
 * is free, else nowhere: then they are computed again for every epoch, with the same results. So they are if a disk turns out
 * to be full. With a directory they go to a file there first, and a later run with equal layers, weights, preprocessing and
 * size finds them; what is read of it stays in memory too, if it takes no more than half of what is left.
 *
 * @param memoryBytes most heap memory of kept features and decoded images together, 0 for none
 * @param directory keeps files between runs; without one, files are temporary
 * @param diskBytes largest file, 0 for none; a file of that size gives up features of images that are not needed now
 */
public record FeatureCache(long memoryBytes, Optional<Path> directory, long diskBytes) {
    private static final Logger log = LoggerFactory.getLogger(FeatureCache.class);
    private static final long GIB = 1L << 30;
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

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
     * @param images content hashes of those expected
     * @param taken memory that other features take already, in bytes
     * @return empty if they fit nowhere
     */
    Optional<FeatureStore> open(String key, int rowFloats, Set<String> images, long taken) {
        return open(key, rowFloats, images, taken, FeatureCache::freeBytes);
    }

    /** @param free bytes that a folder's disk has left */
    Optional<FeatureStore> open(String key, int rowFloats, Set<String> images, long taken, ToLongFunction<Path> free) {
        long bytes = bytes(rowFloats, images.size());
        long onDisk = FileFeatureStore.rowBytes(rowFloats) * images.size();
        if (directory.isPresent() && onDisk <= diskBytes) {
            Optional<FileFeatureStore> kept = kept(key, rowFloats, images, free);
            if (kept.isPresent()) {
                // Half of the memory at most: the rest is for what no file keeps.
                boolean fits = bytes <= (memoryBytes - taken) / 2;
                return Optional.of(fits ? new BufferedFeatureStore(kept.get(), rowFloats) : kept.get());
            }
        }
        if (bytes <= memoryBytes - taken) {
            return Optional.of(new MemoryFeatureStore(rowFloats));
        }
        if (onDisk <= diskBytes && onDisk <= free.applyAsLong(TEMPORARY)) {
            log.info(
                    "Features need {}; {} of the {} that the cache may hold in memory are taken: they go to a temporary"
                            + " file.",
                    size(bytes),
                    size(taken),
                    size(memoryBytes));
            return Optional.of(temporary(rowFloats));
        }
        if (!equals(off())) {
            log.warn(
                    "Features need {}; the cache may hold {} in memory and {} on disk, where {} are free. The frozen layers"
                            + " are computed again in every epoch: slower, same results. Raise the limits of the feature"
                            + " cache to avoid it.",
                    size(bytes),
                    size(memoryBytes),
                    size(diskBytes),
                    size(free.applyAsLong(TEMPORARY)));
        }
        return Optional.empty();
    }

    private Optional<FileFeatureStore> kept(String key, int rowFloats, Set<String> images, ToLongFunction<Path> free) {
        Path file = directory.orElseThrow().resolve(key + ".features");
        Optional<FileFeatureStore> store = FileFeatureStore.open(file, rowFloats, diskBytes, images);
        if (store.isEmpty()) {
            log.info("Another process uses {}; features of this run are kept elsewhere.", file);
            return store;
        }
        long needed = store.get().missing(images) * FileFeatureStore.rowBytes(rowFloats);
        long left = free.applyAsLong(directory.get());
        if (needed <= left) {
            return store;
        }
        store.get().close();
        log.warn(
                "Features need {} more in {}, where {} are free; they are kept elsewhere.",
                size(needed),
                directory.get(),
                size(left));
        return Optional.empty();
    }

    /** A place for features on disk that nobody needs afterwards. */
    static FeatureStore temporary(int rowFloats) {
        return FileFeatureStore.temporary(TEMPORARY, rowFloats);
    }

    /** Whether a temporary file of a size fits. */
    boolean fitsTemporarily(long bytes) {
        return bytes <= diskBytes && bytes <= freeBytes(TEMPORARY);
    }

    /** Only a guess, as others write too; whoever finds less while writing computes again what does not fit. */
    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Memory that features need. */
    static long bytes(long rowFloats, int rows) {
        return 4 * rowFloats * rows;
    }

    private static String size(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
    }
}
