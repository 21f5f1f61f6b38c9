package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Prediction;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in folders train, val and test on the command line; one training serves all tests. */
class ReadySplitCommandTest {
    @TempDir
    static Path directory;

    private static Path images;
    private static Path result;
    private static Outcome training;

    @BeforeAll
    static void train() throws IOException {
        Path drawn = Pictures.phantom(directory.resolve("phantom"));
        images = directory.resolve("images");
        for (String name : List.of("normal", "stroke")) {
            try (Stream<Path> files = Files.list(drawn.resolve(name))) {
                int number = 0;
                for (Path file : files.sorted().toList()) {
                    String part = number < 10 ? "Training" : number < 16 ? "val" : "TEST";
                    Path folder = Files.createDirectories(images.resolve(part).resolve(name));
                    Files.move(file, folder.resolve(file.getFileName()));
                    number++;
                }
            }
        }
        Path stroke = images.resolve("Training/stroke");
        Files.copy(first(stroke), images.resolve("TEST/stroke/patient-0099_copy.png"));
        Files.writeString(stroke.resolve("notes.txt"), "seen");
        Files.createDirectories(images.resolve("@eaDir/stroke"));
        Files.createSymbolicLink(stroke.resolve("gone.png"), Path.of("nowhere.png"));
        result = directory.resolve("result");
        training = Outcome.train(
                images,
                result,
                "--backbone",
                "simple-cnn",
                "--weights",
                "random",
                "--size",
                32,
                "--epochs",
                1,
                "--group-pattern",
                "patient-(\\d+)");
    }

    private static Path first(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png") && Files.exists(file))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static TrainingResult recorded() {
        return ResultFiles.read(result.resolve("result.json"));
    }

    @Test
    void theSplitIsKeptAndSaid() throws IOException {
        assertThat(training.err()).isEmpty();
        assertThat(training.exit()).isZero();
        assertThat(training.out())
                .containsOnlyOnce("Split: the images come with one, 20 train, 12 validation, 17 test.")
                .contains("49 images: {normal=24, stroke=25}");
        assertThat(recorded().testPredictions())
                .extracting(Prediction::image)
                .allMatch(name -> name.startsWith("TEST/"));
        assertThat(recorded().validationPredictions())
                .extracting(Prediction::image)
                .allMatch(name -> name.startsWith("val/"));
        assertThat(recorded().splitGuarantees().get(0)).contains("came with this split");
        assertThat(recorded().provenance().sections().get("data"))
                .containsEntry("split", "came with the images: 20 / 12 / 17 images");
        assertThat(Files.readString(result.resolve("report.html"))).contains("The images came with this split");
    }

    @Test
    void whatLiesOnBothSidesIsNamed() throws IOException {
        assertThat(training.out())
                .contains(
                        "Note: The given split has equal files in more than one part",
                        "TEST/stroke/patient-0099_copy.png")
                .contains("Note: The given split has groups (for example patients) in more than one part");
        assertThat(Files.readString(result.resolve("report.html"))).contains("TEST/stroke/patient-0099_copy.png");
    }

    @Test
    void whatIsNoImageIsCountedOnTheConsoleInTheResultAndInTheReport() throws IOException {
        List<String> lines = List.of(
                "1 no image (text file): Training/stroke/notes.txt",
                "1 of another program: @eaDir",
                "1 a link that leads nowhere: Training/stroke/gone.png");
        String page = Files.readString(result.resolve("report.html"));
        for (String line : lines) {
            assertThat(training.out()).contains("Passed over: " + line);
            assertThat(page).contains(line);
        }
        assertThat(recorded().passedOver()).hasSize(3);
    }

    @Test
    void aTrainingOnAGivenSplitCanBeReproduced() {
        assertThat(Outcome.of("reproduce", result.resolve("result.json"))).satisfies(outcome -> {
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out()).contains("All numbers are equal.");
        });
    }

    @Test
    void aGridKeepsTheSplitToo() throws IOException {
        Path space = Files.writeString(directory.resolve("space.yaml"), "backbone: simple-cnn\nweights: random\n");
        Outcome outcome = Outcome.of("grid", images, "--space", space, "--dry-run");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("Split: the images come with one, 20 train, 12 validation, 17 test.");
    }

    @Test
    void aPreviewTakesAManifest() throws IOException {
        Path list = directory.resolve("list.tsv");
        StringBuilder text = new StringBuilder("file\tdx\n");
        for (String part : List.of("Training", "val")) {
            for (String name : List.of("normal", "stroke")) {
                text.append(images.relativize(first(images.resolve(part).resolve(name))))
                        .append('\t')
                        .append(name)
                        .append('\n');
            }
        }
        Files.writeString(list, text);
        Path page = directory.resolve("preview.html");
        Outcome outcome = Outcome.of(
                "augment-preview",
                list,
                "--path-column",
                "file",
                "--label-column",
                "dx",
                "--image-root",
                images,
                "--images",
                1,
                "--samples",
                1,
                "--size",
                32,
                "--output",
                page);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(page).isNotEmptyFile();
    }
}
