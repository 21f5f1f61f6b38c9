package dev.graft.search;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the standard library lacks for folders. */
final class Folders {
    private static final Logger log = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /** @throws GraftException if it is not there and cannot be made */
    static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GraftException(
                    "The folder " + folder + " cannot be made (" + e
                            + "). Expected a place that can be written to; choose another one.",
                    e);
        }
    }

    /** Names of what is in a folder; none if it is not there. */
    static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new GraftException(
                    "The folder " + folder + " cannot be read (" + e + "). Check that it may be read.", e);
        }
    }

    /** Removes a folder if it is there. What cannot be removed stays: it costs space only. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("The folder {} could not be removed and takes up space: {}", folder, e.toString());
        }
    }

    /** Sum of the sizes of all files below. */
    static long bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.map(Path::toFile)
                    .filter(java.io.File::isFile)
                    .mapToLong(java.io.File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            log.debug("The size of {} could not be read", folder, e);
            return 0;
        }
    }
}
