package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyGoldenTest {
    private static final Path GOLDEN = Path.of("../core-tests/src/test/resources/golden");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyOneModel() throws IOException {
        Path model = Files.createDirectory(folder.resolve("simple_cnn"));
        Files.copy(GOLDEN.resolve("salt.txt"), folder.resolve("salt.txt"));
        try (var files = Files.list(GOLDEN.resolve("simple_cnn"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void equalNumbersPass() {
        Outcome outcome = Outcome.of("verify-golden", folder);
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .startsWith("simple_cnn")
                .contains("ok   features", "1 of 1 models equal Keras")
                .doesNotContain("FAIL");
    }

    @Test
    void otherWeightsFailAndAModelThatIsNotHereDoesNotEndTheOthers() throws IOException {
        Files.writeString(folder.resolve("salt.txt"), "other");
        Files.createDirectory(folder.resolve("no_such_net"));
        Files.write(folder.resolve("no_such_net/layers.csv"), List.of("index,name"));
        Outcome outcome = Outcome.of("verify-golden", folder);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("FAIL There is no backbone 'no-such-net'", "FAIL features", "0 of 2 models equal Keras");
    }

    @Test
    void aFolderWithoutModelsIsRefused() throws IOException {
        Outcome outcome = Outcome.of("verify-golden", Files.createDirectory(folder.resolve("empty")));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("holds a layers.csv");
    }
}
