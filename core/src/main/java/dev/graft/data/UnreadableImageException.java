package dev.graft.data;

import dev.graft.GraftException;

/**
 * An image file that is missing, damaged, of a kind that cannot be decoded, or too large. The message names the file, says
 * what is wrong and what to do.
 */
public final class UnreadableImageException extends GraftException {
    private static final long serialVersionUID = 1L;
    private static final String REPLACE = "Replace it with an intact image file, or leave it out";

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
        this(file, reason, REPLACE, cause);
    }

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     * @param advice what to do: a sentence without a full stop
     * @param cause the error underneath, or null
     */
    public UnreadableImageException(String file, String reason, String advice, Throwable cause) {
        super("Cannot read image " + file + ": " + reason + ". " + advice + ".", cause);
        this.file = file;
        this.reason = reason;
    }

    /** A file of a kind that is known but not decoded. */
    static UnreadableImageException foreign(String file, ForeignFormat format) {
        return new UnreadableImageException(file, "it is " + format.withArticle(), format.advice(), null);
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
