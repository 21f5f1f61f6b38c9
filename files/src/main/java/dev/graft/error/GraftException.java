package dev.graft.error;

/**
 * Root of every error that Graft raises itself. The message says what was found, what was expected and what to do.
 *
 * <p>Subtypes exist where a caller can react differently; everything else is a plain {@code GraftException}.
 */
public class GraftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** @param message what was found, what was expected, what to do */
    public GraftException(String message) {
        super(message);
        this.message = message;
    }

    /**
     * @param message what was found, what was expected, what to do
     * @param cause the error underneath
     */
    public GraftException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** Always there. */
    @Override
    public String getMessage() {
        return message;
    }
}
