package dev.graft.data;

import dev.graft.GraftException;

/** An image file that is missing, damaged, of an unknown format, or too large. */
public final class UnreadableImageException extends GraftException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     */
    public UnreadableImageException(String file, String reason) {
        this(file, reason, null);
    }

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     * @param cause the error underneath, or null
     */
    public UnreadableImageException(String file, String reason, Throwable cause) {
        super(
                "Cannot read image " + file + ": " + reason
                        + ". Replace it with an intact JPEG, PNG, BMP, GIF or TIFF file, or leave it out.",
                cause);
        this.file = file;
        this.reason = reason;
    }

    /** Which image. */
    public String file() {
        return file;
    }

    /** What is wrong with it: one line without a full stop. */
    public String reason() {
        return reason;
    }
}
