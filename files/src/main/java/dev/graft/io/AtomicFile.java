package dev.graft.io;

import dev.graft.error.GraftException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file so that its path always holds either the old content or all of the new one.
 *
 * <p>Only plain files are replaced. Through a symbolic link its target is written and the link stays; a pipe or a device
 * is opened and written to, so what was written before a failure has gone out; a folder is refused.
 */
public final class AtomicFile {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    /** Links in there are no names of files: what they lead to is open, and perhaps deleted or a pipe. */
    private static final Path OPEN_FILES = Path.of("/proc");

    /** Produces the content. */
    public interface Content {
        /** @param out need not be closed or flushed */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes to a temporary file beside the target, flushes it to the disk and moves it into place. If anything fails,
     * the target stays as it was and the temporary file goes away.
     *
     * @param target in a folder that exists
     * @throws GraftException if it is a folder, or cannot be written
     */
    public static void write(Path target, Content content) {
        try {
            Path place = followed(target);
            if (isReplaceable(place)) {
                replace(place, content);
            } else {
                try (OutputStream out = new BufferedOutputStream(append(place))) {
                    content.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Whether a path leads to a plain file or to nothing yet, so that {@link #write} replaces what is there as a whole. */
    public static boolean replaces(Path target) {
        try {
            return isReplaceable(followed(target));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /**
     * Opens what is no plain file, such as a pipe, to be written to bit by bit. The caller closes it. A pipe waits for its
     * reader.
     *
     * @throws GraftException if it is a folder, or cannot be opened
     */
    public static OutputStream stream(Path target) {
        try {
            return append(followed(target));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private static GraftException failed(Path target, IOException e) {
        return new GraftException(
                "Could not write " + target + " (" + e
                        + "). Expected a folder that can be written to, with space left; check its permissions and"
                        + " the disk, then write again.",
                e);
    }

    /** Where the links that a path ends with lead to, whether it exists or not. */
    private static Path followed(Path target) throws IOException {
        Path place = target;
        for (int links = 0; Files.isSymbolicLink(place) && !isOpenFile(place); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("too many symbolic links, perhaps in a circle");
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    private static boolean isOpenFile(Path place) {
        return place.toAbsolutePath().normalize().startsWith(OPEN_FILES);
    }

    private static boolean isReplaceable(Path place) {
        if (Files.isDirectory(place)) {
            throw new GraftException("Could not write " + place + ": it is a folder. Name a file, perhaps in it.");
        }
        return !isOpenFile(place) && (Files.isRegularFile(place) || !Files.exists(place));
    }

    private static OutputStream append(Path place) throws IOException {
        return Files.newOutputStream(place, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static void replace(Path target, Content content) throws IOException {
        // Not Files.createTempFile, whose file only the owner may read: the result should follow the umask.
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(temporary);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // A left-over temporary file is harmless, and an error thrown here would hide the one that matters.
        }
    }
}
