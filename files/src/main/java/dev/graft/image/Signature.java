package dev.graft.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** A file's first bytes, to be compared with what formats begin with. */
record Signature(byte[] start) {
    private static final int BYTE_ORDER_MARK = 3;

    boolean isEmpty() {
        return start.length == 0;
    }

    /** Whether these bytes, in hexadecimal, lie at a place. */
    boolean hasBytes(int at, String hexadecimal) {
        return has(at, HexFormat.of().parseHex(hexadecimal));
    }

    /** Whether this text, in ISO 8859-1, lies at a place. */
    boolean hasText(int at, String text) {
        return has(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private boolean has(int at, byte[] wanted) {
        return at + wanted.length <= start.length
                && Arrays.equals(start, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** One byte, 0..255; -1 behind the end. */
    int at(int index) {
        return index < start.length ? start[index] & 0xFF : -1;
    }

    /** Whether one of some brands is named in the first box of a file of the ISO base media kind (ISO 14496-12). */
    boolean hasBrand(String... brands) {
        if (!hasText(4, "ftyp")) {
            return false;
        }
        int end = Math.min(start.length, at(2) << 8 | at(3));
        for (int at = 8; at + 4 <= end; at += 4) {
            String brand = new String(start, at, 4, StandardCharsets.ISO_8859_1);
            if (at != 12 && Arrays.asList(brands).contains(brand)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it begins with a text, whatever the case, after white space and a byte order mark. */
    boolean beginsWithMarkup(String text) {
        int at = hasBytes(0, "EFBBBF") ? BYTE_ORDER_MARK : 0;
        while (Character.isWhitespace(at(at))) {
            at++;
        }
        int end = Math.min(start.length, at + text.length());
        return new String(start, at, end - at, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .equals(text);
    }

    /** Whether all bytes could be text in UTF-8 or an older encoding of its kind: no control characters. */
    boolean looksLikeText() {
        for (byte value : start) {
            boolean control =
                    value >= 0 && value < ' ' && value != '\t' && value != '\n' && value != '\r' && value != '\f';
            if (control) {
                return false;
            }
        }
        return !isEmpty();
    }
}
