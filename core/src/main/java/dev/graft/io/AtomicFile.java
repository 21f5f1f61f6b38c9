package dev.graft.io;

import dev.graft.GraftException;
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

/** Writes a file so that its path always holds either the old content or all of the new one. */
public final class AtomicFile {
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
     * @throws GraftException if it cannot be written
     */
    public static void write(Path target, Content content) {
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
        } catch (IOException e) {
            throw new GraftException(
                    "Could not write " + target + " (" + e
                            + "). Expected a folder that can be written to, with space left; check its permissions and"
                            + " the disk, then write again.",
                    e);
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
