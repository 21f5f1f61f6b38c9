package dev.graft.feature;

import dev.graft.error.GraftException;

/** A row cannot be kept, most often for want of space. What was to be kept can be computed again. */
final class FeatureStoreException extends GraftException {
    private static final long serialVersionUID = 1L;

    FeatureStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
