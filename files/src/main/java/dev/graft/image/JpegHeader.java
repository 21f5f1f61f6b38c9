package dev.graft.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JPEG file says about its channels.
 *
 * @param process the frame's marker: C0 and C1 are sequential, C2 is progressive, others are rare
 * @param bits of each sample
 * @param width in pixels
 * @param height in pixels; 0 where only the end of the picture tells it
 * @param componentIds one id for each channel
 * @param jfif whether a JFIF segment was seen
 * @param adobeTransform 0, 1 or 2 from Adobe's segment, -1 without one
 */
record JpegHeader(int process, int bits, int width, int height, int[] componentIds, boolean jfif, int adobeTransform) {
    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    private static final int PROGRESSIVE = 0xC2;
    private static final int ADOBE_TRANSFORM_AT = 11;

    /** @throws IOException if the file has no frame header */
    static JpegHeader of(byte[] bytes) throws IOException {
        boolean jfif = false;
        int adobe = -1;
        int at = 2;
        while (at + 4 <= bytes.length) {
            int marker = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) != 0xFF || marker == 0xFF || marker == 0) {
                at++;
                continue;
            }
            int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
            int body = at + 4;
            if (body + length - 2 > bytes.length) {
                break;
            }
            if (isFrame(marker)) {
                return frame(marker, bytes, body, jfif, adobe);
            }
            jfif |= marker == 0xE0 && startsWith(bytes, body, "JFIF");
            if (marker == 0xEE && length >= 14 && startsWith(bytes, body, "Adobe")) {
                adobe = bytes[body + ADOBE_TRANSFORM_AT] & 0xFF;
            }
            at = body + length - 2;
        }
        throw new IOException("the file ends before the picture starts");
    }

    /** C0 to CF hold frame headers, but for the tables (C4, CC) and a reserved one (C8). */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static JpegHeader frame(int process, byte[] bytes, int body, boolean jfif, int adobe) {
        return new JpegHeader(
                process,
                bytes[body] & 0xFF,
                twoBytes(bytes, body + 3),
                twoBytes(bytes, body + 1),
                componentIds(bytes, body),
                jfif,
                adobe);
    }

    private static int twoBytes(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static int[] componentIds(byte[] bytes, int body) {
        int[] ids = new int[bytes[body + 5] & 0xFF];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes[body + 6 + i * 3] & 0xFF;
        }
        return ids;
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return at + wanted.length <= bytes.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** Whether the picture comes in several passes, each refining the whole. */
    boolean progressive() {
        return process == PROGRESSIVE;
    }

    /** Whether the picture comes row by row with 8 bits a sample, as cameras write it. */
    boolean sequential() {
        return (process == BASELINE || process == EXTENDED) && bits == 8;
    }

    int components() {
        return componentIds.length;
    }

    /** Whether three channels hold luma and chroma and not red, green, blue: libjpeg's rules, which everyone follows. */
    boolean isLumaChroma() {
        if (jfif) {
            return true;
        }
        if (adobeTransform >= 0) {
            return adobeTransform != 0;
        }
        return !Arrays.equals(componentIds, new int[] {'R', 'G', 'B'});
    }

    /** Whether four channels hold luma, chroma and black and not cyan, magenta, yellow, black. */
    boolean isLumaChromaBlack() {
        return adobeTransform == 2;
    }
}
