package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
    @TempDir
    Path parent;

    private static void put(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void itAppearsWithWhatWasWritten() throws IOException {
        Path target = parent.resolve("result");

        Path found = new OutputDirectory(target).write(inside -> {
            put(inside.resolve("a/b.txt"), "text");
            assertThat(target).doesNotExist();
        });

        assertThat(found).isEqualTo(target);
        assertThat(target.resolve("a/b.txt")).hasContent("text");
        assertThat(names()).containsExactly("result");
    }

    @Test
    void missingParentsAreMade() {
        Path target = parent.resolve("x/y/result");

        new OutputDirectory(target).write(inside -> put(inside.resolve("a.txt"), "text"));

        assertThat(target.resolve("a.txt")).exists();
    }

    @Test
    void whatExistsIsNeverTouched() throws IOException {
        Path target = Files.createDirectory(parent.resolve("result"));

        assertThatThrownBy(() -> new OutputDirectory(target).write(inside -> {
                    throw new AssertionError("must not be asked");
                }))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> new OutputDirectory(target).requireAbsent()).isInstanceOf(GraftException.class);
        assertThat(new OutputDirectory(parent.resolve("free")).requireAbsent().path())
                .isEqualTo(parent.resolve("free"));
    }

    @Test
    void whatAppearsMeanwhileIsNotOverwritten() throws IOException {
        Path target = parent.resolve("result");

        assertThatThrownBy(() -> new OutputDirectory(target).write(inside -> {
                    put(inside.resolve("a.txt"), "mine");
                    put(target.resolve("b.txt"), "theirs");
                }))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(target.toString());
        assertThat(target.resolve("b.txt")).hasContent("theirs");
        assertThat(target.resolve("a.txt")).doesNotExist();
        assertThat(names()).containsExactly("result");
    }

    @Test
    void aFillerThatFailsLeavesNothing() throws IOException {
        Path target = parent.resolve("result");

        assertThatThrownBy(() -> new OutputDirectory(target).write(inside -> {
                    put(inside.resolve("deep/a.txt"), "half");
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
        assertThatThrownBy(() -> new OutputDirectory(target).write(inside -> {
                    put(inside.resolve("a.txt"), "half");
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining(target.toString());

        assertThat(names()).isEmpty();
    }

    @Test
    void aPlaceBelowAFileIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");

        assertThatThrownBy(() -> new OutputDirectory(file.resolve("result")).write(inside -> {}))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(file.resolve("result").toString());
    }
}
