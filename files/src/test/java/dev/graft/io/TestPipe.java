package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A named pipe with a reader at its other end.
 *
 * @param path of the pipe
 * @param reader gets all that comes through, once the writer has closed it
 */
public record TestPipe(Path path, CompletableFuture<String> reader) {
    public static TestPipe make(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        return new TestPipe(path, CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    public String content() throws Exception {
        return reader.get(10, TimeUnit.SECONDS);
    }
}
