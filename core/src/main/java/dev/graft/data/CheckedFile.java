package dev.graft.data;

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
        try {
            byte[] bytes = ImageDecoder.read(candidate.path(), candidate.name());
            RgbImage image = decoder.decode(bytes, candidate.name());
            return new CheckedFile(
                    candidate,
                    ContentHash.of(bytes),
                    Optional.empty(),
                    fingerprint ? Fingerprint.of(image) : Optional.empty(),
                    brightest(image));
        } catch (UnreadableImageException e) {
            return new CheckedFile(candidate, "", Optional.of(e.reason()), Optional.empty(), -1);
        }
    }

    private static int brightest(RgbImage image) {
        int brightest = 0;
        for (byte value : image.pixels()) {
            brightest = Math.max(brightest, value & 0xFF);
        }
        return brightest;
    }
}
