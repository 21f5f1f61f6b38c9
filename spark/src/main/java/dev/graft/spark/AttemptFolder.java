package dev.graft.spark;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.train.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Where one attempt to run a trial leaves its checkpoints. An executor that the driver takes for lost may live on behind a
 * broken network and go on writing, so no two attempts share a folder; each begins with a copy of the newest checkpoint. The
 * trial's numbers do not depend on which one that is.
 *
 * @param checkpoints the trial's folder of checkpoints
 * @param own of this attempt, below it
 */
record AttemptFolder(Path checkpoints, Path own) {
    private static final String ATTEMPTS = "attempts";

    static AttemptFolder of(Path checkpoints, String token) {
        return new AttemptFolder(checkpoints, checkpoints.resolve(ATTEMPTS).resolve(token));
    }

    /** Makes it, with the newest checkpoint if there is one. */
    void begin() {
        try {
            Files.createDirectories(own);
            Optional<Path> newest = newest();
            if (newest.isPresent()) {
                AtomicFile.write(Checkpoints.file(own), out -> Files.copy(newest.get(), out));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Optional<Path> newest() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(checkpoints));
        try (Stream<Path> attempts = Files.list(checkpoints.resolve(ATTEMPTS))) {
            attempts.forEach(folders::add);
        }
        return folders.stream()
                .map(Checkpoints::file)
                .filter(Files::exists)
                .max(Comparator.comparing(AttemptFolder::time));
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes its checkpoint the trial's, and removes all other attempts. Called by the driver, for an attempt that is over. */
    void adopt() {
        try {
            Path left = Checkpoints.file(own);
            if (Files.exists(left)) {
                Files.move(
                        left,
                        Checkpoints.file(checkpoints),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            // What an executor behind a broken network still writes goes with the trial's end.
            FileUtils.deleteQuietly(checkpoints.resolve(ATTEMPTS).toFile());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private GraftException unusable(IOException e) {
        return new GraftException(
                "The folder of checkpoints " + checkpoints + " cannot be used (" + e
                        + "). Expected one that the driver and all executors can write to; put the ledger on shared storage.",
                e);
    }
}
