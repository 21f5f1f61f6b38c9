package dev.graft.data;

import dev.graft.image.ForeignFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Files or folders of one kind that lay among the images and are none, or of which only a part is used.
 *
 * @param kind which kind
 * @param format of {@link Kind#NO_IMAGE}, what the files hold; else empty
 * @param count how many; a folder that was not entered counts as one
 * @param example the first by name, relative to the data set's root with {@code /} as separator
 */
public record PassedOver(Kind kind, Optional<ForeignFormat> format, int count, String example) {
    /** Why something is passed over. */
    public enum Kind {
        /** A file that is no image, by its content and its name. */
        NO_IMAGE("no image"),
        /** A file or folder whose name begins with a dot. */
        HIDDEN("hidden"),
        /** What other programs leave among images, such as {@code @eaDir}, {@code __MACOSX} and {@code Thumbs.db}. */
        OTHER_PROGRAM("of another program"),
        /** A folder that Graft wrote: a result, explanations or a ledger. */
        OWN_OUTPUT("written by Graft"),
        /** A symbolic link to something that is not there. */
        DANGLING_LINK("a link that leads nowhere"),
        /** A symbolic link to a folder that it lies in. */
        LINK_LOOP("a link to a folder that it lies in"),
        /** A pipe, a socket or a device. */
        SPECIAL("a pipe, socket or device"),
        /** A file of several pages or frames, of which the first is used. */
        FURTHER_PAGES("of several pages or frames, of which the first is used"),
        /** A file or folder that may not be read. */
        FORBIDDEN("not readable by this user");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    public PassedOver {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(example, "example");
    }

    /** For people, for example {@code 3 no image (zip archive), for example cat/more.zip; unpack it}. */
    public String describe() {
        String advice = format.map(ForeignFormat::advice)
                .filter(text -> !text.equals(ForeignFormat.TEXT.advice()))
                .filter(text -> !text.equals(ForeignFormat.UNKNOWN.advice()))
                .map(text -> "; " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1))
                .orElse("");
        return count + " " + kind.text
                + format.map(found -> " (" + found.title() + ")").orElse("") + (count == 1 ? ": " : ", for example ")
                + example + advice;
    }

    /** The same seen from a folder above. */
    PassedOver below(String folder) {
        return new PassedOver(kind, format, count, folder + "/" + example);
    }
}
