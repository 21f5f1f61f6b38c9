package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code grid}: a small space, run, run again, and refused. */
class GridCommandTest {
    @TempDir
    static Path directory;

    private static Path images;
    private static Path space;

    @BeforeAll
    static void prepare() throws Exception {
        images = Pictures.phantom(directory.resolve("images"));
        space = Files.writeString(directory.resolve("space.yaml"), """
                backbone: efficientnet-b0
                weights: ifs1000
                size: 32
                epochs: 2
                unfrozen: [0, 3]
                augmentation: [none, mri-light]
                """);
    }

    private static Outcome grid(String... more) {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "grid";
        arguments[1] = images;
        arguments[2] = "--threads=2";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Outcome.of(arguments);
    }

    /** Spark is on no class path of this module. */
    @Test
    void aClusterNeedsSpark() {
        Outcome outcome =
                grid("--space=" + space, "--ledger=" + directory.resolve("far"), "--master=spark://127.0.0.1:1");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("graft: Nothing on the class path knows a cluster. ")
                .contains("graft-spark", "docs/spark.md")
                .hasLineCount(1);
    }

    @Test
    void trainsWhatIsLeftAndRanksIt() throws Exception {
        Path ledger = directory.resolve("ledger");

        Path seals = directory.resolve("seals");
        Outcome first = grid(
                "--space=" + space, "--ledger=" + ledger, "--seals=" + seals, "--keep-models", "--set", "unfrozen=0");
        assertThat(first.err()).isEmpty();
        assertThat(first.exit()).isZero();
        assertThat(first.out())
                .contains("2 cells, 2 different trainings; 0 are done.", "  2/2  ", "Sealed test of the first")
                .containsPattern("  [12]/2  validation 0\\.\\d+  efficientnet-b0; augmentation none")
                .containsPattern("  [12]/2  validation 0\\.\\d+  efficientnet-b0; augmentation mri-light");

        Outcome trained =
                Outcome.train(images, directory.resolve("after"), "--size", 32, "--epochs", 1, "--seals", seals);
        assertThat(trained.out())
                .contains("Note: The test part was opened before: 1 time", " for " + ledger + ", winner ");

        Outcome second = grid(
                "--space=" + space,
                "--ledger=" + ledger,
                "--seals=" + seals,
                "--strategy=tpe",
                "--minutes=600",
                "--keep-models",
                "--soup");
        assertThat(second.exit()).isZero();
        assertThat(second.out())
                .contains("4 cells, 4 different trainings; 2 are done.", "  4/4  ", "Best of 4 configurations")
                .doesNotContain("  2/4  ");
        assertThat(Files.readAllLines(ledger.resolve("trials.csv"))).hasSize(1 + 4);
        assertThat(ledger.resolve("best.json")).exists();
        assertThat(second.out()).contains("of 4 models of one architecture.", "Sealed test of the soup", "Note: ");
        assertThat(Outcome.of("predict", "--threads=2", ledger.resolve("soup.graft"), images)
                        .exit())
                .isZero();
        assertThat(ledger.resolve("soup.json")).exists();
        Outcome ensemble = Outcome.of("ensemble", ledger, "--seals=" + seals, "--measure=log_likelihood");
        assertThat(ensemble.err()).isEmpty();
        assertThat(ensemble.out())
                .contains(" of 4 trials:", "Sealed test of the ensemble: accuracy", "McNemar's exact test p = ")
                .contains("Note: The test part was opened before", "Ensemble: " + ledger.resolve("ensemble.json"));
        theEnsembleIsPredictedWith(ensemble, ledger);
        String page = Files.readString(ledger.resolve("report.html"));
        Files.delete(ledger.resolve("report.html"));
        Outcome report = Outcome.of("report", ledger);
        assertThat(report.exit()).isZero();
        assertThat(report.out()).contains("Report: ");
        assertThat(Files.readString(ledger.resolve("report.html")))
                .contains("efficientnet-b0")
                .hasSize(page.length());
    }

    /** The first two trials' models were not kept. */
    private void theEnsembleIsPredictedWith(Outcome ensemble, Path ledger) {
        Outcome predicted = Outcome.of("predict", "--threads=2", ledger.resolve("ensemble.json"), images);
        if (ensemble.out().contains("predict and evaluate open this file")) {
            assertThat(predicted.exit()).isZero();
        } else {
            assertThat(ensemble.out()).contains("predict cannot open it: models of members were not kept");
            assertThat(predicted.err()).contains("were not kept. Search with --keep-models");
        }
    }

    @Test
    void saysThatTheTimeIsOver() {
        Outcome outcome = grid(
                "--space=" + space, "--ledger=" + directory.resolve("later"), "--strategy=tpe:3", "--minutes=0.0001");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains(
                        "4 cells, 3 different trainings; 0 are done.",
                        "The time is over: 0 of at most 3 trainings are done, 0 are paused. The same call goes on.");
    }

    @Test
    void searchesByBohb() throws Exception {
        Path ledger = directory.resolve("bohb");
        Outcome outcome = grid(
                "--space=" + space, "--ledger=" + ledger, "--set=epochs=2", "--strategy=bohb:1:2", "--minutes=600");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("4 cells, 4 different trainings; 0 are done.", "Sealed test of the first");
        assertThat(Files.readAllLines(ledger.resolve("trials.csv"))).hasSize(1 + 4);
    }

    @Test
    void saysWhatItWouldTrain() {
        Outcome outcome = grid("--reference", "--dry-run", "--set", "weights=random", "--set", "seed=1");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("different trainings.", " of vgg19", " of simple-cnn");
    }

    @Test
    void mistakesAreExplained() {
        assertThat(grid("--space=" + space, "--set", "colour=red").err())
                .contains("--set colour=red: There is no axis 'colour'", "learningRate");
        assertThat(grid("--space=" + space, "--strategy=halving").err())
                .contains("--strategy takes grid, random:N", "found 'halving'");
        assertThat(grid("--space=" + space, "--soup").err()).contains("Found --soup without --keep-models");
        assertThat(grid("--space=" + space, "--folds=1").err()).contains("Found --folds 1, expected at least 2");
        assertThat(grid("--space=" + space, "--strategy=tpe:many").err()).contains("tpe, tpe:N", "found 'tpe:many'");
        assertThat(grid("--space=" + space, "--strategy=bohb:1").err())
                .contains("bohb:EPOCHS:FACTOR", "found 'bohb:1'");
        assertThat(grid("--space=" + space, "--folds=2", "--nested", "--minutes=5")
                        .err())
                .contains("Found --nested with --minutes", "call again with --nested");
        assertThat(grid().err()).contains("--space", "--reference");
        assertThat(grid("--space=" + directory.resolve("none.yaml")).err()).contains("none.yaml");
    }
}
