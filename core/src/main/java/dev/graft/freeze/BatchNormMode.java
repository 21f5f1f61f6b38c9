package dev.graft.freeze;

import dev.graft.error.GraftException;
import java.util.Locale;

/**
 * What an unfrozen batch normalization of the backbone does while training. A frozen one always uses its running
 * statistics. One in a head always learns them, as in Keras's guide: a new layer has none worth keeping.
 */
public enum BatchNormMode {
    /** Normalizes by the batch's statistics and updates the running ones: what Keras does with {@code trainable=True}. */
    KERAS,
    /**
     * Normalizes by the running statistics and keeps them; gamma and beta learn. What Keras's transfer-learning guide
     * advises ({@code training=False}), and the safer choice for small batches.
     */
    INFERENCE;

    /** As files write it: {@code keras}, {@code inference}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws GraftException for another name */
    public static BatchNormMode byId(String id) {
        for (BatchNormMode mode : values()) {
            if (mode.id().equals(id)) {
                return mode;
            }
        }
        throw new GraftException("There is no batch-norm mode '" + id + "'. Choose keras or inference.");
    }
}
