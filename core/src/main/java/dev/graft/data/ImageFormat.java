package dev.graft.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats that can be decoded, told apart by their first bytes. File names are not trusted, and ImageIO's own
 * guessing is not used either: its WBMP reader accepts almost any file that starts with a zero.
 */
enum ImageFormat {
    JPEG("FFD8FF"),
    PNG("89504E470D0A1A0A"),
    GIF("47494638"),
    BMP("424D"),
    TIFF("49492A00", "4D4D002A");

    private final String[] signatures;

    ImageFormat(String... signatures) {
        this.signatures = signatures;
    }

    /** The format that a file's first bytes announce. */
    static Optional<ImageFormat> of(byte[] bytes) {
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            start.append(String.format(Locale.ROOT, "%02X", bytes[i]));
        }
        return Arrays.stream(values())
                .filter(format -> Arrays.stream(format.signatures).anyMatch(start.toString()::startsWith))
                .findFirst();
    }
}
