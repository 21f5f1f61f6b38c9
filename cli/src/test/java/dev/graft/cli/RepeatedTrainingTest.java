package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.phantom.PhantomDataset;
import dev.graft.progress.Progress;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import dev.graft.run.Reproduction;
import dev.graft.settings.TrainingSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One training, and what repeats it: killed processes that go on, and {@code reproduce}. */
class RepeatedTrainingTest {
    private static final List<String> OPTIONS = List.of(
            "--weights=ifs1000",
            "--size=32",
            "--threads=2",
            "--epochs=3",
            "--fine-tune-epochs=3",
            "--unfreeze=20",
            "--batch-size=8",
            "--schedule=cosine",
            "--head-batch-norm",
            "--dense=8,4",
            "--train-metrics",
            "--augment=mri-light",
            "--mix=mixup:0.4",
            "--group-pattern=patient-(\\d+)");

    @TempDir
    static Path directory;

    private static Path images;
    private static Path whole;

    @BeforeAll
    static void trainUndisturbed() {
        images = Pictures.phantom(directory.resolve("images"));
        whole = directory.resolve("whole");
        assertThat(Outcome.of(arguments("whole").toArray()).err()).isEmpty();
    }

    private static List<String> arguments(String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", images.toString()));
        arguments.add("--output=" + directory.resolve(output));
        arguments.addAll(OPTIONS);
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** Runs the command line in a process of its own and kills it when it says something. */
    private static String runAndKill(List<String> arguments, String atLine) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.graft.cli.GraftCommand"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                if (!atLine.isEmpty() && line.startsWith(atLine)) {
                    // Process.destroyForcibly would also close the stream that is read here.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return said.toString();
    }

    @Test
    void killedProcessesEndWithTheSameNumbers() throws Exception {
        List<String> arguments =
                arguments("killed", "--checkpoint=" + directory.resolve("checkpoint"), "--checkpoint-batches=2");

        String first = runAndKill(arguments, "  epoch  2");
        String second = runAndKill(arguments, "  epoch  1");
        String last = runAndKill(arguments, "");

        assertThat(first).contains("  epoch  2").doesNotContain("Continuing");
        assertThat(second).contains("Continuing from the checkpoint").contains("Phase 2");
        assertThat(last).contains("Continuing from the checkpoint").contains("Report: ");
        Reproduction reproduction = Reproduction.of(result("whole"), result("killed"));
        assertThat(reproduction.lines()).hasSizeGreaterThan(9).allMatch(Reproduction.Line::equal);
    }

    private static TrainingResult result(String name) {
        return ResultFiles.read(directory.resolve(name).resolve("result.json"));
    }

    @Test
    void aResultIsReproducedFromItsFile() {
        Outcome outcome = Outcome.of("reproduce", whole);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("equal    epoch 6 of all", "equal    test predictions", "All numbers are equal.")
                .doesNotContain("DIFFERS");
    }

    @Test
    void theSettingsOfAResultTrainTheSameAgainAndOptionsGoBeforeThem() {
        Outcome again = Outcome.of(
                "train",
                images,
                "--settings",
                whole,
                "--threads=2",
                "--group-pattern=patient-(\\d+)",
                "--output",
                directory.resolve("again"));
        assertThat(again.err()).isEmpty();
        assertThat(Reproduction.of(result("whole"), result("again")).equal()).isTrue();

        Outcome other = Outcome.of(
                "train",
                images,
                "--settings",
                whole,
                "--threads=2",
                "--group-pattern=patient-(\\d+)",
                "--output",
                directory.resolve("shorter"),
                "--epochs=1",
                "--unfreeze=0");
        assertThat(other.err()).isEmpty();
        assertThat(result("shorter").history().epochs()).hasSize(1);
        assertThat(settings("shorter").differences(settings("whole")))
                .contains("phases[0].epochs: 3 there, 1 here")
                .allMatch(difference -> difference.startsWith("phases["));
    }

    private static TrainingSettings settings(String name) {
        return TrainingSettings.read(directory.resolve(name));
    }

    @Test
    void aResultThatDoesNotSayItsSettingsIsRefused() throws IOException {
        Path old = Files.createDirectory(directory.resolve("old"));
        String text = Files.readString(whole.resolve("result.json"));
        Files.writeString(old.resolve("result.json"), text.replace("\"settings\" :", "\"command line\" :"));

        Outcome outcome = Outcome.of("reproduce", old);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("no section 'settings'", "use the version of Graft that wrote it")
                .hasLineCount(1);
    }

    @Test
    void aNumberThatDiffersIsShownWithBothValues() throws IOException {
        TrainingResult result = result("whole");
        String loss = String.valueOf(result.history().epochs().get(4).trainLoss());
        Path other = directory.resolve("other.json");
        String text = Files.readString(whole.resolve("result.json"));
        assertThat(text).contains("\"trainLoss\" : " + loss);
        Files.writeString(other, text.replace("\"trainLoss\" : " + loss, "\"trainLoss\" : 0.125"));

        Outcome outcome = Outcome.of("reproduce", other);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("DIFFERS  epoch 5 of all", "train loss: 0.125 there, " + loss + " here")
                .contains("equal    epoch 4 of all", "Not all numbers are equal.");
    }

    @Test
    void otherImagesAreRefusedBeforeTheTraining() {
        Path others = directory.resolve("others");
        PhantomDataset.standard().withImages(48).withSize(64).withSeed(4).write(others, Progress.NONE, 2);

        Outcome outcome = Outcome.of("reproduce", whole.resolve("result.json"), "--images", others);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("are not those of", "--images").doesNotContain("unexpected");
        assertThat(outcome.out()).doesNotContain("Phase 1");
    }
}
