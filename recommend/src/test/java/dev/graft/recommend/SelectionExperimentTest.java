package dev.graft.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.metrics.SelectionFigure;
import dev.graft.phantom.PhantomDataset;
import dev.graft.probe.FeatureTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How honest the corrected figure of the best of many heads is: a little by the way, thoroughly for docs/search.md. */
class SelectionExperimentTest {
    private static final double[] PENALTIES = {Math.pow(10, 1.5), Math.pow(10, 0.5), Math.pow(10, -0.5)};
    /** Of the larger set: from nothing learnt to everything learnt by heart. */
    private static final double[] WIDE_PENALTIES = {
        Math.pow(10, 2.5), Math.pow(10, 1.5), Math.pow(10, 0.5), Math.pow(10, -0.5), Math.pow(10, -1.5)
    };

    private static final int[] COMPONENTS = {2, 4, 8, 16, 32};
    private static final int[] PATIENTS = {30, 60, 120};
    private static final int RUNS = 200;

    @TempDir
    private Path directory;

    /** A choice among heads that learnt nothing: its own figure is far too good, the corrected one hardly. */
    @Test
    void whatCannotBeKnownIsHardlyFound() {
        SelectionExperiment experiment = noise(40, 6, 3, new Random(5));

        ChanceRuns runs = ChanceRuns.of(experiment, 20, seed -> experiment.folds(experiment.chance(30, seed)));

        assertThat(runs.mean(SelectionFigure::naive)).isGreaterThan(0.59);
        assertThat(runs.mean(SelectionFigure::corrected)).isCloseTo(0.5, within(0.07));
        assertThat(runs.held()).isGreaterThanOrEqualTo(19);
    }

    /** Two images of each patient, in tables of numbers that have nothing to do with anything. */
    private static SelectionExperiment noise(int patients, int tables, int columns, Random random) {
        List<ImageSample> samples = new ArrayList<>();
        for (int i = 0; i < 2 * patients; i++) {
            samples.add(new ImageSample(
                    Path.of("none"), "image" + (100 + i), 0, Optional.of("patient" + i / 2), "content" + i));
        }
        List<FeatureTable> features = new ArrayList<>();
        for (int t = 0; t < tables; t++) {
            float[] values = new float[2 * patients * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            features.add(new FeatureTable(values, columns));
        }
        return new SelectionExperiment(
                new Heads(features, PENALTIES),
                new ImageDataset("noise", List.of("no", "yes"), samples, List.of(), "noise"),
                200);
    }

    /** Prints the tables of docs/search.md where there is nothing to know. */
    @Test
    @EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "minutes of processor time")
    void whatTheDocumentSaysOfLuck() {
        PhantomFeatures phantom = phantom();
        SelectionExperiment experiment =
                new SelectionExperiment(new Heads(phantom.tables(), PENALTIES), phantom.images(), 2000);
        for (int patients : PATIENTS) {
            ChanceRuns runs =
                    ChanceRuns.of(experiment, RUNS, seed -> experiment.folds(experiment.chance(patients, seed)));
            System.out.println(runs.row(patients + ", as many of both"));
            assertThat(runs.held()).isGreaterThanOrEqualTo(93 * RUNS / 100);
        }
        for (int patients : PATIENTS) {
            ChanceRuns runs = ChanceRuns.of(
                    experiment,
                    RUNS,
                    seed -> experiment.apart(
                            experiment.chance(patients, seed), experiment.chance(patients, RUNS + seed)));
            System.out.println(runs.row(patients + ", learnt from others"));
        }
        for (int patients : PATIENTS) {
            ChanceRuns runs =
                    ChanceRuns.of(experiment, RUNS, seed -> experiment.folds(experiment.coins(patients, seed)));
            System.out.println(runs.row(patients + ", coins"));
        }
    }

    /** Prints the tables of docs/search.md where there is something to know. */
    @Test
    @EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "minutes of processor time")
    void whatTheDocumentSaysOfSkill() {
        PhantomFeatures phantom = phantom();
        SelectionExperiment experiment =
                new SelectionExperiment(new Heads(phantom.tables(), PENALTIES), phantom.images(), 2000);
        for (int patients : PATIENTS) {
            SignalRuns runs = SignalRuns.of(experiment, patients, RUNS / 2);
            System.out.println(runs.row(patients));
            System.out.println("the same in a share of draws: " + runs.stability());
            for (int p = 0; p < SignalRuns.ERROR_PROBABILITIES.size(); p++) {
                System.out.println(runs.droppingRow(patients, p));
            }
            assertThat(runs.corrected().rootMeanSquare())
                    .isLessThan(0.65 * runs.sealed().rootMeanSquare());
            assertThat(runs.corrected().mean()).isCloseTo(0, within(0.02));
        }
    }

    private PhantomFeatures phantom() {
        return PhantomFeatures.make(
                PhantomDataset.standard()
                        .withImages(2400)
                        .withSlicesPerPatient(4)
                        .withLesionVisibility(2),
                directory.resolve("images"),
                directory.resolve("features"));
    }

    /** Prints the table of docs/search.md about giving up among many configurations, most of them clearly worse. */
    @Test
    @EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "minutes of processor time")
    void whatGivingUpSavesAmongMany() {
        PhantomFeatures phantom = phantom();
        List<FeatureTable> tables = phantom.tables().stream()
                .flatMap(table -> IntStream.of(COMPONENTS).mapToObj(count -> PhantomFeatures.first(table, count)))
                .toList();
        SelectionExperiment experiment =
                new SelectionExperiment(new Heads(tables, WIDE_PENALTIES), phantom.images(), 500);
        for (int patients : PATIENTS) {
            DroppingRuns runs = DroppingRuns.of(experiment, patients, RUNS / 2);
            System.out.println(runs.rows(patients));
            assertThat(runs.kept(0.1)).isGreaterThanOrEqualTo(0.9);
        }
    }
}
