package dev.graft.search;

import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;

/**
 * How a {@link LocalTrialExecutor} may use the machine. Immutable.
 *
 * @param threads computing and decoding threads of all trials together, at least 1
 * @param precision of feature maps; another one is another engine
 * @param slots trials at a time, 1 to {@code threads}. Numbers depend on the threads of a trial, so another number of
 *     slots is another engine
 * @param memoryBytes for the trials that run at a time; a trial that is estimated to need more runs alone
 * @param cache limits of one trial's frozen features
 * @param featureBytes of the files of frozen features on disk, which trials share; least used go first. They may be
 *     exceeded by those in use
 * @param checkpointShare the most of a trial's time that its checkpoints may take, above 0; 1 for one after every epoch. A
 *     killed trial loses as much training as pays for one
 * @param keepModels whether every trial's model is kept in its folder as {@code model.graft}
 */
public record LocalOptions(
        int threads,
        Precision precision,
        int slots,
        long memoryBytes,
        FeatureCache cache,
        long featureBytes,
        double checkpointShare,
        boolean keepModels) {
    private static final long GIB = 1L << 30;

    public LocalOptions {
        if (threads < 1 || slots < 1 || slots > threads || memoryBytes < 0 || featureBytes < 0) {
            throw new GraftException("A local executor needs at least one thread, 1 slot to as many as threads, and no"
                    + " negative number of bytes; found " + threads + " threads, " + slots + " slots, " + memoryBytes
                    + " bytes of memory and " + featureBytes + " of features.");
        }
    }

    /**
     * One trial at a time on so many threads, in single precision; 20 GiB of features; a twentieth of the time for
     * checkpoints.
     */
    public static LocalOptions of(int threads) {
        return new LocalOptions(
                threads, Precision.F32, 1, Long.MAX_VALUE, FeatureCache.defaults(), 20 * GIB, 0.05, false);
    }

    /** Computing in another precision. */
    public LocalOptions withPrecision(Precision other) {
        return new LocalOptions(threads, other, slots, memoryBytes, cache, featureBytes, checkpointShare, keepModels);
    }

    /** With several trials at a time, and the memory they may need together. */
    public LocalOptions withSlots(int count, long bytes) {
        return new LocalOptions(threads, precision, count, bytes, cache, featureBytes, checkpointShare, keepModels);
    }

    /** With other limits of features. */
    public LocalOptions withFeatures(FeatureCache limits, long bytesOnDisk) {
        return new LocalOptions(
                threads, precision, slots, memoryBytes, limits, bytesOnDisk, checkpointShare, keepModels);
    }

    /** Keeping models or not. */
    public LocalOptions withModels(boolean keep) {
        return new LocalOptions(threads, precision, slots, memoryBytes, cache, featureBytes, checkpointShare, keep);
    }

    /** With checkpoints more often, or more seldom. */
    public LocalOptions withCheckpoints(double share) {
        return new LocalOptions(threads, precision, slots, memoryBytes, cache, featureBytes, share, keepModels);
    }
}
