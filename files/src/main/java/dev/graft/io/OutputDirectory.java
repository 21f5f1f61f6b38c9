package dev.graft.io;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that appears whole or not at all: it is filled under another name beside its place, then moved.
 *
 * @param path where it shall be
 */
public record OutputDirectory(Path path) {
    private static final Logger log = LoggerFactory.getLogger(OutputDirectory.class);
    private static final int DELETE_ATTEMPTS = 20;

    /**
     * Checks early that there is nothing in the way and that a directory can be made there: a training should not be
     * lost at its end.
     *
     * @throws GraftException if something exists there, or its parent cannot be written to
     */
    public OutputDirectory requireAbsent() {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw exists();
        }
        Path above = path.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw new GraftException("The output directory " + path + " cannot be made: " + above
                    + " is a file. Nothing was written. Choose another place.");
        }
        if (above != null && !Files.isWritable(above)) {
            throw new GraftException("The output directory " + path + " cannot be made: " + above
                    + " may not be written to. Nothing was written. Choose another place.");
        }
        return this;
    }

    private GraftException exists() {
        return new GraftException("The output directory " + path
                + " exists already. Nothing was written. Choose another one or remove it.");
    }

    /**
     * Fills and places it. If the process is ended meanwhile, what was written so far is removed.
     *
     * @param filler writes into the directory it is given
     * @return {@link #path()}
     * @throws GraftException if the place is taken or cannot be written
     */
    public Path write(Consumer<Path> filler) {
        requireAbsent();
        Path target = path.toAbsolutePath();
        Path temporary = null;
        Thread cleaner = null;
        try {
            Files.createDirectories(target.getParent());
            // Not createTempDirectory, which only the owner may read: the result should follow the umask.
            temporary = Files.createDirectory(
                    target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part"));
            Path half = temporary;
            cleaner = new Thread(() -> delete(half), "graft-output-cleaner");
            Runtime.getRuntime().addShutdownHook(cleaner);
            filler.accept(temporary);
            // A move onto an empty directory would succeed.
            requireAbsent();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return path;
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException | UncheckedIOException e) {
            throw new GraftException(
                    "The output directory " + path + " cannot be written: " + e.getMessage()
                            + ". Free space or choose another place.",
                    e);
        } finally {
            finish(temporary, cleaner);
        }
    }

    private static void finish(@Nullable Path temporary, @Nullable Thread cleaner) {
        if (temporary != null) {
            delete(temporary);
        }
        if (cleaner != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(cleaner);
            } catch (IllegalStateException e) {
                // The process is ending; the hook runs and finds nothing.
                return;
            }
        }
    }

    /** Other threads may still be writing when the process is ended; they fail once their directory is gone. */
    private static void delete(Path directory) {
        for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(directory); attempt++) {
            try (Stream<Path> walk = Files.walk(directory)) {
                List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException e) {
                log.debug("Deleting {} failed, trying again", directory, e);
            }
        }
    }
}
