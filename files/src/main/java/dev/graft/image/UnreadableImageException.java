package dev.graft.image;

import dev.graft.error.GraftException;
import java.util.Optional;

/**
 * An image file that is missing, damaged, of a kind that cannot be decoded, or too large. The message names the file, says
 * what is wrong and what to do.
 */
public final class UnreadableImageException extends GraftException {
    private static final long serialVersionUID = 1L;
    private static final String REPLACE = "Replace it with an intact image file, or leave it out";

    private final String file;
    private final String reason;
    private final String advice;

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     */
    public UnreadableImageException(String file, String reason) {
        this(file, reason, REPLACE);
    }

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     * @param cause the error underneath
     */
    public UnreadableImageException(String file, String reason, Throwable cause) {
        this(file, reason, REPLACE, cause);
    }

    /**
     * @param file which image, for people
     * @param reason what is wrong with it: one line without a full stop
     * @param advice what to do: a sentence without a full stop
     * @param cause the error underneath
     */
    public UnreadableImageException(String file, String reason, String advice, Throwable cause) {
        super(message(file, reason, advice), cause);
        this.file = file;
        this.reason = reason;
        this.advice = advice;
    }

    private UnreadableImageException(String file, String reason, String advice) {
        super(message(file, reason, advice));
        this.file = file;
        this.reason = reason;
        this.advice = advice;
    }

    private static String message(String file, String reason, String advice) {
        return "Cannot read image " + file + ": " + reason + ". " + advice + ".";
    }

    /** A file of a kind that is known but not decoded. */
    static UnreadableImageException foreign(String file, ForeignFormat format) {
        return new UnreadableImageException(file, "it is " + format.withArticle(), format.advice());
    }

    /** Which image. */
    public String file() {
        return file;
    }

    /** What is wrong with it: one line without a full stop. */
    public String reason() {
        return reason;
    }

    /** What to do: a sentence without a full stop; empty if that is to replace a damaged file. */
    public Optional<String> advice() {
        return Optional.of(advice).filter(text -> !text.equals(REPLACE));
    }
}
