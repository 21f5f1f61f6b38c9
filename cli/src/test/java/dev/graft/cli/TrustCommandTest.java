package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Figures;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SplitComparison;
import dev.graft.result.CrossValidationFiles;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds, the leakage test, thresholds and seals on the command line. */
class TrustCommandTest {
    private static final String PATIENTS = "patient-(\\d+)";

    @TempDir
    static Path directory;

    private static Path images;

    @BeforeAll
    static void draw() {
        images = Pictures.phantom(directory.resolve("images"));
    }

    @Test
    void foldsLeaveOneReportAndEachOfThemCanBeTrainedAgain() throws IOException {
        Path output = directory.resolve("folds");

        Outcome outcome = Outcome.train(images, output, "--folds", 3, "--group-pattern", PATIENTS);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("Fold 1, phase 1: ", "  fold 3  epoch  1  loss ", "Folds: accuracy ", " standard deviation ")
                .contains("All images, out of fold: accuracy ", " on 48 images")
                .contains("Report: " + output.resolve("report.html"));
        assertThat(new CrossValidationFiles(output)
                        .read()
                        .at("/outOfFold/intervals/units")
                        .asInt())
                .as("patients")
                .isEqualTo(8);
        List<String> tested = new ArrayList<>();
        for (int fold = 1; fold <= 3; fold++) {
            ResultFiles.read(output.resolve("fold-" + fold).resolve("result.json"))
                    .testPredictions()
                    .forEach(p -> tested.add(p.image()));
        }
        assertThat(tested).hasSize(48).doesNotHaveDuplicates();

        Outcome again = Outcome.of("reproduce", output.resolve("fold-2").resolve("result.json"));
        assertThat(again.out()).contains("All numbers are equal.");
        assertThat(again.exit()).isZero();
    }

    @Test
    void aLeakageTestAThresholdAndTheSealAreInTheResult() throws IOException {
        Path output = directory.resolve("tested");
        Path seals = directory.resolve("seals");

        Outcome outcome = Outcome.train(
                images,
                output,
                "--group-pattern",
                PATIENTS,
                "--leakage-test",
                true,
                "--threshold",
                "sensitivity:0.9",
                "--seals",
                seals);
        Outcome second =
                Outcome.train(images, directory.resolve("again"), "--group-pattern", PATIENTS, "--seals", seals);

        TrainingResult result = ResultFiles.read(output.resolve("result.json"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("Leakage test: accuracy on shuffled labels ");
        assertThat(result.chanceTest().orElseThrow().shuffled()).isEqualTo(8);
        assertThat(result.thresholds()).singleElement().satisfies(point -> {
            Figures validation = point.validation();
            assertThat(validation.value(Metric.SENSITIVITY)).isGreaterThanOrEqualTo(0.9);
            assertThat(point.rule()).isEqualTo("sensitivity of at least 0.9");
        });
        assertThat(result.provenance().sections().get("test part"))
                .containsEntry("times opened", 1)
                .containsEntry("opened for", output.toString());
        assertThat(second.out()).contains("Note: The test part was opened before: 1 time, last on ", " for " + output);
        assertThat(Files.readString(output.resolve("report.html"))).contains("Leakage test passed");
    }

    @Test
    void aLeakageComparisonShowsBothAccuraciesAndNeedsGroups() throws IOException {
        Path output = directory.resolve("compared");

        Outcome outcome = Outcome.train(
                images,
                output,
                "--group-pattern",
                PATIENTS,
                "--leakage-comparison",
                true,
                "--seals",
                directory.resolve("seals of the comparison"));
        Outcome ungrouped = Outcome.train(images, directory.resolve("ungrouped"), "--leakage-comparison", true);
        Outcome folds = Outcome.train(
                images,
                directory.resolve("many"),
                "--group-pattern",
                PATIENTS,
                "--leakage-comparison",
                true,
                "--folds",
                3);

        SplitComparison comparison =
                ResultFiles.read(output.resolve("result.json")).comparison().orElseThrow();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("Leakage comparison: accuracy ", " on a split image by image, ");
        assertThat(comparison.recognisable()).isEqualTo(comparison.imagewise().images());
        assertThat(Files.readString(output.resolve("report.html")))
                .contains("What ignoring the groups would add", ">Image by image</th>");
        assertThat(ungrouped.exit()).isEqualTo(1);
        assertThat(ungrouped.err()).contains("no groups are known");
        assertThat(ungrouped.out()).as("before hours of training").doesNotContain("epoch");
        assertThat(folds.err()).contains("--leakage-comparison is about one split");
    }
}
