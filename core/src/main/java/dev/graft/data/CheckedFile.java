package dev.graft.data;

import dev.graft.image.Decoded;
import dev.graft.image.DecodedPictures;
import dev.graft.image.Examination;
import dev.graft.image.FileBytes;
import dev.graft.image.Fingerprint;
import dev.graft.image.ImageDecoder;
import dev.graft.image.UnreadableImageException;
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
 * @param pictures how many pages or frames the file holds, of which the first is used; 0 if it could not be decoded
 */
record CheckedFile(
        Candidate candidate,
        String contentHash,
        Optional<String> problem,
        Optional<Fingerprint> fingerprint,
        int brightest,
        int pictures) {
    /** Reads, hashes and decodes a file; the pixels are dropped, or kept at the size that they will be asked for. */
    static CheckedFile of(Candidate candidate, ImageDecoder decoder, ReadOptions options) {
        try (FileBytes file = decoder.open(candidate.path(), candidate.name())) {
            DecodedPictures kept = options.pictures().orElseGet(DecodedPictures::none);
            Decoded<Examination> decoded = decoder.examine(file, options.fingerprints(), kept);
            String hash = ContentHash.of(file.bytes());
            decoded.result().resized().ifPresent(picture -> kept.offer(hash, picture));
            return new CheckedFile(
                    candidate,
                    hash,
                    Optional.empty(),
                    decoded.result().fingerprint(),
                    decoded.result().brightest(),
                    decoded.pictures());
        } catch (UnreadableImageException e) {
            return new CheckedFile(candidate, "", Optional.of(problem(e)), Optional.empty(), -1, 0);
        }
    }

    /** The reason, and what to do about it if that is anything else than for every damaged file. */
    private static String problem(UnreadableImageException e) {
        return e.advice()
                .map(advice ->
                        e.reason() + "; " + advice.substring(0, 1).toLowerCase(Locale.ROOT) + advice.substring(1))
                .orElse(e.reason());
    }
}
