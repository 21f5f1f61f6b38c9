package dev.graft.weights;

import dev.graft.error.GraftException;

/** Weights that are damaged or do not fit the network. */
public class WeightsException extends GraftException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, what was expected, what to do */
    public WeightsException(String message) {
        super(message);
    }

    /**
     * @param message what was found, what was expected, what to do
     * @param cause the error underneath
     */
    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
