package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void replacesAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "old");

        AtomicFile.write(file, out -> out.write("new".getBytes()));

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aFailureInBetweenLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "old");

        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("a.txt")
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void followsTheUsualPermissions() throws IOException {
        Path usual = Files.writeString(directory.resolve("usual.txt"), "x");
        Path file = directory.resolve("a.txt");

        AtomicFile.write(file, out -> out.write('x'));

        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
        }
    }

    @Test
    void throughALinkItsTargetIsWrittenAndTheLinkStays() throws IOException {
        Path real = Files.writeString(
                Files.createDirectory(directory.resolve("deep")).resolve("real.txt"), "old");
        Path middle = Files.createSymbolicLink(directory.resolve("middle"), Path.of("deep/real.txt"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), middle);

        AtomicFile.write(link, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));

        assertThat(link).isSymbolicLink();
        assertThat(middle).isSymbolicLink();
        assertThat(real).hasContent("new").isRegularFile();
        assertThat(names()).containsExactlyInAnyOrder("deep", "link", "middle");
    }

    @Test
    void throughALinkToNothingAFileIsMadeWhereItLeads() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("made.txt"));

        AtomicFile.write(link, out -> out.write('x'));

        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("made.txt")).hasContent("x");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Path a = directory.resolve("a");
        Files.createSymbolicLink(a, directory.resolve("b"));
        Files.createSymbolicLink(directory.resolve("b"), a);

        assertThatThrownBy(() -> AtomicFile.write(a, out -> out.write('x')))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("circle");
        assertThat(names()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aFolderIsRefusedEvenAnEmptyOne() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));

        assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write('x')))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("it is a folder");
        assertThat(folder).isEmptyDirectory();
    }

    /** Devices are only asked about: a fault here, run as root, would replace them for everybody. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsNotReplaced() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/dev/null"));

        assertThat(AtomicFile.replaces(link)).isFalse();
        assertThat(AtomicFile.replaces(Path.of("/dev/null"))).isFalse();
        assertThat(AtomicFile.replaces(directory.resolve("new.txt"))).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsAnError() throws IOException {
        try (OutputStream full = AtomicFile.stream(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> full.write(1)).hasMessageContaining("No space left");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeGetsTheContentAndStays() throws Exception {
        TestPipe pipe = TestPipe.make(directory.resolve("pipe"));

        AtomicFile.write(pipe.path(), out -> out.write("through".getBytes(StandardCharsets.UTF_8)));

        assertThat(pipe.content()).isEqualTo("through");
        assertThat(Files.readAttributes(pipe.path(), BasicFileAttributes.class).isOther())
                .isTrue();
        assertThat(names()).containsExactly("pipe");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(p -> p.getFileName().toString()).toList().stream();
        }
    }
}
