package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to standard output is whole, or the exit code says that it is not; names are never damaged. */
class StandardOutputTest {
    /** A stream that takes so many bytes. */
    private static final class Full extends OutputStream {
        private final String reason;
        private int left;

        Full(int left, String reason) {
            this.left = left;
            this.reason = reason;
        }

        @Override
        public void write(int value) throws IOException {
            if (left-- <= 0) {
                throw new IOException(reason);
            }
        }
    }

    private static int run(OutputStream out, ByteArrayOutputStream err, String... arguments) {
        return GraftCommand.run(arguments, out, err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "backbones", "augment-preview --list"})
    void aFullDiskIsAnError(String arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(run(new Full(10, "No space left on device"), err, arguments.split(" ")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("graft: Standard output could not be written (No space left on device)")
                .hasLineCount(1);
    }

    @Test
    void aReaderThatWentAwayNeedsNoMessage() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(run(new Full(10, "Broken pipe"), err, "backbones")).isEqualTo(1);
        assertThat(err.size()).isZero();
    }

    @Test
    void whatIsWrittenInFullIsDone() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(run(out, err, "--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("graft ");
        assertThat(err.size()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceEndsTheProcessWithOne(@TempDir Path directory) throws Exception {
        Process process = process(directory, "--help")
                .redirectOutput(new File("/dev/full"))
                .start();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("err"))).contains("No space left on device");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutAnEncodingForNamesItIsSaidWhatToSet(@TempDir Path directory) throws Exception {
        Pictures.write(directory.resolve("images/B\u00FCro"), 2);
        Pictures.write(directory.resolve("images/other"), 2);
        ProcessBuilder call = process(directory, "train", "images", "--weights", "ifs1000", "--output", "result");
        call.environment().put("LC_ALL", "C");
        assertThat(call.start().waitFor()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("err")).lines().filter(line -> line.startsWith("graft: ")))
                .singleElement()
                .asString()
                .contains("images/B??ro", "Set LC_ALL=C.UTF-8");
        assertThat(directory.resolve("result")).doesNotExist();
    }

    private static ProcessBuilder process(Path directory, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                GraftCommand.class.getName()),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
    }
}
