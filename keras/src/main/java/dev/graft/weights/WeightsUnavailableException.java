package dev.graft.weights;

/**
 * Published weights that are neither at hand nor to be had now: no network, or none of the addresses has them. A caller
 * can choose other weights, or try again later.
 */
public class WeightsUnavailableException extends WeightsException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found, what was expected, what to do */
    public WeightsUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what was found, what was expected, what to do
     * @param cause the error underneath
     */
    public WeightsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
