package dev.graft.io;

import dev.graft.error.GraftException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names as text. The system's names are bytes; Java reads them in the encoding that the locale names, and puts
 * U+FFFD for what does not fit. With {@code LC_ALL=C}, the default in containers, that is everything beyond ASCII.
 */
public final class FileNames {
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /** A name to be shown where it does no harm if it is not quite right. */
    public static String shown(String name) {
        return name.replace(REPLACEMENT, '?');
    }

    /**
     * Refuses a path whose last name could not be read as text: it would stand in models and reports damaged.
     *
     * @throws GraftException that says what to set, or which file to rename
     */
    public static void requireText(Path path) {
        if (path.getFileName() != null && path.getFileName().toString().indexOf(REPLACEMENT) >= 0) {
            throw unreadable(path.toString());
        }
    }

    /**
     * Refuses a text that a path was to be made of.
     *
     * @throws GraftException that says what to set, or that the name is not in the system's encoding
     */
    public static void requireText(String path) {
        if (path.indexOf(REPLACEMENT) >= 0) {
            throw unreadable(path);
        }
    }

    /**
     * Refuses a name that this process cannot give to the system.
     *
     * @throws GraftException that says what to set
     */
    public static void requireEncodable(String path) {
        if (!encoding().newEncoder().canEncode(path)) {
            throw new GraftException("The file name \"" + path + "\" cannot be used: " + remedy());
        }
    }

    private static GraftException unreadable(String path) {
        return new GraftException(
                encoding().equals(StandardCharsets.UTF_8)
                        ? "The file name \"" + shown(path) + "\" is not UTF-8. Rename the file."
                        : "The file name \"" + shown(path) + "\" cannot be read: " + remedy());
    }

    private static String remedy() {
        return "the locale's encoding is " + encoding().name()
                + ", which has no letters for it. Set LC_ALL=C.UTF-8 and call again.";
    }

    /** What Java encodes names with. */
    private static Charset encoding() {
        String name = System.getProperty("sun.jnu.encoding");
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
