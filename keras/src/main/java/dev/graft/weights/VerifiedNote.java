package dev.graft.weights;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in {@code NAME.verified} that a file of this size and modification time had the right checksum, so that it need not
 * be computed at every start. Any change of the file makes the note worthless.
 *
 * @param bytes size of the file
 * @param modified when the file was last changed, as precisely as the file system tells
 * @param checksum that was found
 */
record VerifiedNote(long bytes, String modified, String checksum) {
    private static final Logger log = LoggerFactory.getLogger(VerifiedNote.class);

    /** Whether the file is noted as right and has not changed since. */
    static boolean holds(Path file, WeightsDescriptor weights) {
        Path note = place(file);
        try {
            return Files.isRegularFile(file)
                    && Files.isRegularFile(note)
                    && (weights.bytes() == 0 || weights.bytes() == Files.size(file))
                    && BoundedJson.mapper()
                            .build()
                            .readValue(BoundedFile.read(note, BoundedFile.SMALL), VerifiedNote.class)
                            .equals(of(file, weights));
        } catch (IOException e) {
            log.debug("The note {} cannot be read; the file is verified again", note, e);
            return false;
        }
    }

    /** Notes that a file was found right. A place that cannot be written to only costs the next start some time. */
    static void write(Path file, WeightsDescriptor weights) {
        try {
            byte[] text = BoundedJson.mapper().build().writeValueAsBytes(of(file, weights));
            AtomicFile.write(place(file), out -> out.write(text));
        } catch (IOException | GraftException e) {
            log.debug("That {} is verified cannot be noted", file, e);
        }
    }

    private static VerifiedNote of(Path file, WeightsDescriptor weights) throws IOException {
        return new VerifiedNote(
                Files.size(file),
                Files.getLastModifiedTime(file).toInstant().toString(),
                weights.checksum().toString());
    }

    private static Path place(Path file) {
        return file.resolveSibling(file.getFileName() + ".verified");
    }
}
