package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryHasOneOwnerInThisProcessAndInOthers() throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory).orElseThrow();
        assertThat(DirectoryLock.take(directory)).isEmpty();
        assertThat(elsewhere()).isEqualTo("taken");

        lock.close();

        assertThat(elsewhere()).isEqualTo("free");
        try (DirectoryLock again = DirectoryLock.take(directory).orElseThrow()) {
            lock.close();
            assertThat(DirectoryLock.take(directory))
                    .as("while %s holds it", again)
                    .isEmpty();
            assertThat(elsewhere()).isEqualTo("taken");
        }
    }

    private String elsewhere() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DirectoryLockProbe.class.getName(),
                        directory.toString())
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
