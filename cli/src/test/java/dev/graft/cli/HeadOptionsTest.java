package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.model.ModelDescription;
import dev.graft.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void aHeadByNameWithASigmoidUnitTrainsAndPredicts() throws IOException {
        Path images = Pictures.phantom(directory.resolve("images"));
        Path result = directory.resolve("result");
        Outcome training = Outcome.train(
                images,
                result,
                "--head",
                "dense-gap-batch-norm",
                "--dense",
                "16",
                "--head-output",
                "sigmoid",
                "--unfreeze",
                "3");
        assertThat(training.err()).isEmpty();
        assertThat(training.exit()).isZero();

        ModelDescription model =
                ModelFile.load(result.resolve("model.graft")).model().description();
        assertThat(model.head()).isEqualTo("dense 16 relu - global average pooling - batch norm - sigmoid");
        Outcome prediction = Outcome.of("predict", result.resolve("model.graft"), picture(images));
        assertThat(prediction.exit()).isZero();
        String[] row = prediction.out().lines().toList().get(1).split(",");
        double sum = Double.parseDouble(row[3]) + Double.parseDouble(row[4]);
        assertThat(Math.abs(sum - 1)).isLessThan(1e-3);
    }

    private static Path picture(Path images) throws IOException {
        try (Stream<Path> files = Files.walk(images)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatAPresetSaysCannotBeSaidAgain() throws IOException {
        Path images = directory.resolve("images");
        Pictures.write(images.resolve("a"), 6);
        Pictures.write(images.resolve("b"), 6);
        for (String[] more : new String[][] {
            {"--pooling", "flatten"}, {"--dense", "64,16"},
        }) {
            Outcome outcome = Outcome.train(images, directory.resolve("result"), "--head", "gap", more[0], more[1]);
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("graft: --head gap says already");
        }
    }
}
