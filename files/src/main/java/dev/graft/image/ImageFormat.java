package dev.graft.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The formats that can be decoded. ImageIO's own guessing is not used: its WBMP reader accepts almost any file that starts
 * with a zero.
 */
public enum ImageFormat implements FileKind {
    JPEG("JPEG", start -> start.hasBytes(0, "FFD8FF")),
    PNG("PNG", start -> start.hasBytes(0, "89504E470D0A1A0A")),
    GIF("GIF", start -> start.hasText(0, "GIF8")),
    BMP("BMP", start -> start.hasText(0, "BM") && !start.looksLikeText()),
    /** BigTIFF, too. Photographs as cameras store them begin alike and are told apart when they are opened. */
    TIFF("TIFF", ImageFormat::isTiff),
    WEBP("WebP", start -> start.hasText(0, "RIFF") && start.hasText(8, "WEBP")),
    /** Portable bitmap, greymap, pixmap and arbitrary map: P1 to P7. */
    PNM("PNM", ImageFormat::isPnm);

    private final String title;
    private final Predicate<Signature> signature;

    ImageFormat(String title, Predicate<Signature> signature) {
        this.title = title;
        this.signature = signature;
    }

    static Optional<ImageFormat> of(Signature start) {
        return Arrays.stream(values())
                .filter(format -> format.signature.test(start))
                .findFirst();
    }

    @Override
    public String title() {
        return title;
    }

    private static boolean isTiff(Signature start) {
        boolean canon = start.hasText(8, "CR");
        return !canon && (start.hasBytes(0, "49492A00") || start.hasBytes(0, "4D4D002A"))
                || start.hasBytes(0, "49492B00")
                || start.hasBytes(0, "4D4D002B");
    }

    private static boolean isPnm(Signature start) {
        int kind = start.at(1);
        return start.at(0) == 'P'
                && kind >= '1'
                && kind <= '7'
                && (Character.isWhitespace(start.at(2)) || start.at(2) == '#');
    }
}
