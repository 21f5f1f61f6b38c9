package dev.graft.data;

import java.util.Locale;
import java.util.Optional;

/**
 * A file after it was opened: either its hash or what is wrong with it.
 *
 * @param candidate the file
 * @param contentHash SHA-256 of its bytes; empty if it could not be decoded
 * @param problem what is wrong with it, if anything
 * @param fingerprint what it looks like, if wanted and not blank
 * @param brightest highest value of any channel of any pixel, 0..255; -1 if it could not be decoded
 */
record CheckedFile(
        Candidate candidate,
        String contentHash,
        Optional<String> problem,
        Optional<Fingerprint> fingerprint,
        int brightest) {
    /** Reads, hashes and decodes a file; pixels are dropped. */
    static CheckedFile of(Candidate candidate, ImageDecoder decoder, boolean fingerprint) {
        byte[] bytes = {};
        try {
            bytes = ImageDecoder.read(candidate.path(), candidate.name());
            RgbImage image = decoder.decode(bytes, candidate.name());
            return new CheckedFile(
                    candidate,
                    ContentHash.of(bytes),
                    Optional.empty(),
                    fingerprint ? Fingerprint.of(image) : Optional.empty(),
                    brightest(image));
        } catch (UnreadableImageException e) {
            return new CheckedFile(candidate, "", Optional.of(problem(e, bytes)), Optional.empty(), -1);
        }
    }

    /** The reason, and of a kind that is known by name what to do about it. */
    private static String problem(UnreadableImageException e, byte[] bytes) {
        if (bytes.length == 0 || !(FileKind.of(bytes) instanceof ForeignFormat format)) {
            return e.reason();
        }
        String advice = format.advice();
        return e.reason() + "; " + advice.substring(0, 1).toLowerCase(Locale.ROOT) + advice.substring(1);
    }

    private static int brightest(RgbImage image) {
        int brightest = 0;
        for (byte value : image.pixels()) {
            brightest = Math.max(brightest, value & 0xFF);
        }
        return brightest;
    }
}
