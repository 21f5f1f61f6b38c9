package dev.graft.search;

import dev.graft.GraftException;
import dev.graft.freeze.BatchNormMode;
import java.util.Locale;

/** Batch-norm modes as files write them: {@code keras} and {@code inference}. */
final class BatchNormNames {
    private BatchNormNames() {}

    static String id(BatchNormMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** @throws GraftException for another name */
    static BatchNormMode of(String id) {
        for (BatchNormMode mode : BatchNormMode.values()) {
            if (id(mode).equals(id)) {
                return mode;
            }
        }
        throw new GraftException("There is no batch-norm mode '" + id + "'. Choose keras or inference.");
    }
}
