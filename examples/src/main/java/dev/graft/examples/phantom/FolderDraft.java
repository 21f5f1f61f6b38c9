package dev.graft.examples.phantom;

import dev.graft.GraftException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * A hidden folder that takes its final name once it is complete. Closing it deletes whatever has not been published.
 *
 * @param path where to write
 * @param target the name it is to take, in the same parent
 */
record FolderDraft(Path path, Path target) implements AutoCloseable {

    static FolderDraft beside(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        requireAbsent(absolute);
        // Not Files.createTempDirectory: its result is closed to other users, and would stay so.
        Path draft = absolute.resolveSibling("." + absolute.getFileName() + ".partial-" + UUID.randomUUID());
        try {
            Files.createDirectories(absolute.getParent());
            Files.createDirectory(draft);
        } catch (IOException e) {
            throw new GraftException("Cannot create " + draft + " to write into: " + e.getMessage(), e);
        }
        return new FolderDraft(draft, absolute);
    }

    private static void requireAbsent(Path target) {
        if (target.getFileName() == null) {
            throw new GraftException("A new folder is needed to write into; found the root " + target + ".");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new GraftException(
                    target + " exists already. Nothing was written; name a new folder, or remove this one first.");
        }
    }

    void publish() {
        requireAbsent(target);
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new GraftException("Cannot move the finished folder to " + target + ": " + e.getMessage(), e);
        }
    }

    /** Deletes the folder after it has been published. */
    void retract() {
        deleteTree(target);
    }

    @Override
    public void close() {
        deleteTree(path);
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new Deletion());
        } catch (IOException e) {
            throw new GraftException("Cannot delete the unfinished folder " + root + ": " + e.getMessage(), e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
