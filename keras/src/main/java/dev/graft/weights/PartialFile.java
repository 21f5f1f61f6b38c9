package dev.graft.weights;

import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What has arrived of a file so far, {@code NAME.part}, and beside it, {@code NAME.part.json}, what tells whether the
 * server still has the same content. Survives the end of the process.
 */
final class PartialFile {
    /**
     * Which content a part belongs to.
     *
     * @param address where it came from
     * @param validator a strong entity tag or a date, as {@code If-Range} wants it; empty if the server gave none
     * @param bytes size of the whole file, -1 if unknown
     */
    record Origin(String address, String validator, long bytes) {}

    private final Path target;
    private final Path part;
    private final Path note;

    PartialFile(Path target) {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.note = target.resolveSibling(target.getFileName() + ".part.json");
    }

    Path path() {
        return part;
    }

    /** Bytes that have arrived, 0 if there are none. */
    long size() {
        try {
            return Files.isRegularFile(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What the bytes at hand belong to, if an address can be asked for the rest of them. */
    Optional<Origin> resumableFrom(URI address) {
        if (size() == 0 || !Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(BoundedJson.mapper()
                            .build()
                            .readValue(BoundedFile.read(note, BoundedFile.SMALL), Origin.class))
                    .filter(origin -> address.toString().equals(origin.address()))
                    .filter(origin ->
                            origin.validator() != null && !origin.validator().isEmpty());
        } catch (IOException e) {
            // A note that makes no sense is as good as none: the download starts again.
            return Optional.empty();
        }
    }

    /** Forgets what has arrived; what comes next belongs to another origin. */
    void restart(Origin origin) {
        try {
            // In this order: a note must never stand beside bytes of another content.
            Files.deleteIfExists(note);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            byte[] text = BoundedJson.mapper().build().writeValueAsBytes(origin);
            AtomicFile.write(note, out -> out.write(text));
            if (Files.getFileStore(target.getParent()).getUsableSpace() < origin.bytes()) {
                throw new IOException("it needs " + origin.bytes() + " bytes");
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Opens it to append. */
    Appender append() {
        try {
            return new Appender(FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes at the end of the part. */
    final class Appender implements AutoCloseable {
        private final FileChannel channel;

        private Appender(FileChannel channel) {
            this.channel = channel;
        }

        void write(ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    /** Moves the finished file into place. */
    void finish() {
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(note);
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private WeightsException failed(IOException e) {
        return new WeightsException(
                "The weights cannot be stored as " + target + " (" + e + "; " + free()
                        + "). Free space there, or choose"
                        + " another directory for weights, for example with the environment variable "
                        + CacheDirectory.VARIABLE + ". What has arrived is kept.",
                e);
    }

    private String free() {
        try {
            return Files.getFileStore(target.getParent()).getUsableSpace() / 1_000_000 + " MB are free";
        } catch (IOException e) {
            return "the free space is unknown";
        }
    }
}
