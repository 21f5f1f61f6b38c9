package dev.graft.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import dev.graft.metrics.Interval;
import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.LogisticRegression;
import dev.graft.testkit.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figure is honest: labels drawn at random are not predicted, and what is predicted was not seen. */
class LogisticProbeTest {
    private static final int FOLDS = 5;
    private static final int SLICES = 3;

    /** Features of which patients have much in common: whoever sees a patient's other slices knows this one. */
    private static FeatureTable features(int patients, int columns, Random random) {
        float[] values = new float[patients * SLICES * columns];
        for (int patient = 0; patient < patients; patient++) {
            for (int j = 0; j < columns; j++) {
                double common = 2 * random.nextGaussian();
                for (int slice = 0; slice < SLICES; slice++) {
                    values[(patient * SLICES + slice) * columns + j] = (float) (common + random.nextGaussian());
                }
            }
        }
        return new FeatureTable(values, columns);
    }

    /** A label for each patient, as many of both, at random. */
    private static int[] labels(int patients, Random random) {
        List<Integer> drawn = new ArrayList<>(
                IntStream.range(0, patients).map(i -> i % 2).boxed().toList());
        Collections.shuffle(drawn, random);
        return IntStream.range(0, patients * SLICES)
                .map(i -> drawn.get(i / SLICES))
                .toArray();
    }

    /** Patients dealt out to folds, each label apart, as {@code KFold} does. */
    private static int[] folds(int[] labels, Random random) {
        int patients = labels.length / SLICES;
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, patients).boxed().toList());
        Collections.shuffle(order, random);
        int[] foldOf = new int[labels.length];
        int[] next = new int[2];
        for (int patient : order) {
            int fold = next[labels[patient * SLICES]]++ % FOLDS;
            Arrays.fill(foldOf, patient * SLICES, (patient + 1) * SLICES, fold);
        }
        return foldOf;
    }

    private static double[] correct(double[][] probabilities, int[] labels) {
        return IntStream.range(0, labels.length)
                .mapToDouble(i -> probabilities[i][labels[i]] > 0.5 ? 1 : 0)
                .toArray();
    }

    @Test
    void intervalsHoldChanceWhereLabelsAreRandom() {
        int draws = Effort.of(200, 1000);
        int patients = 60;
        Random random = new Random(11);
        int[] units = IntStream.range(0, patients * SLICES).map(i -> i / SLICES).toArray();
        int held = 0;
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            FeatureTable features = features(patients, 4, random);
            int[] labels = labels(patients, random);
            double[][] found = new LogisticProbe(labels, 2, FOLDS).outOfFold(features, folds(labels, random));
            double[] correct = correct(found, labels);
            Interval interval = GroupBootstrap.of(units, FOLDS, draw).ofMean(correct);
            held += interval.low() <= 0.5 && interval.high() >= 0.5 ? 1 : 0;
            sum += Arrays.stream(correct).average().orElseThrow();
        }
        assertThat(held).isGreaterThanOrEqualTo(93 * draws / 100);
        assertThat(sum / draws).isBetween(0.45, 0.53);
    }

    /** Were folds to cut patients in two, patients would be recognised and their labels with them. */
    @Test
    void patientsAreRecognisedOnlyWhereFoldsCutThem() {
        Random random = new Random(3);
        FeatureTable features = features(40, 120, random);
        int[] labels = labels(40, random);
        int[] cut = IntStream.range(0, labels.length).map(i -> i % SLICES).toArray();

        double leaking = Arrays.stream(correct(new LogisticProbe(labels, 2, SLICES).outOfFold(features, cut), labels))
                .average()
                .orElseThrow();
        double honest = Arrays.stream(
                        correct(new LogisticProbe(labels, 2, FOLDS).outOfFold(features, folds(labels, random)), labels))
                .average()
                .orElseThrow();

        assertThat(leaking).isGreaterThan(0.9);
        assertThat(honest).isLessThan(0.7);
    }

    /** A fold's own labels change nothing in what is said of it: neither fit nor penalty know them. */
    @Test
    void aFoldsLabelsDoNotChangeItsPredictions() {
        Random random = new Random(5);
        FeatureTable features = features(30, 12, random);
        int[] labels = labels(30, random);
        int[] foldOf = folds(labels, random);
        double[][] before = new LogisticProbe(labels, 2, FOLDS).outOfFold(features, foldOf);
        int[] others = labels.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] = foldOf[i] == 2 ? 1 - others[i] : others[i];
        }
        double[][] after = new LogisticProbe(others, 2, FOLDS).outOfFold(features, foldOf);

        for (int i = 0; i < labels.length; i++) {
            if (foldOf[i] == 2) {
                assertThat(after[i]).containsExactly(before[i]);
            }
        }
        assertThat(Arrays.deepEquals(after, before)).isFalse();
    }

    /** More features than images: the same as with all of them, whichever way it is computed. */
    @Test
    void theSpanOfTheImagesIsEnough() {
        Random random = new Random(8);
        FeatureTable wide = features(10, 200, random);
        int[] labels = labels(10, random);
        int[] rows = wide.all();
        try (DenseMatrix all = wide.standardised(rows, wide.standard(rows));
                LogisticRegression direct = new LogisticRegression(all, labels, 2)) {
            DenseMatrix.Coordinates span = all.inSpan(all);
            try (DenseMatrix own = span.own();
                    DenseMatrix others = span.others();
                    LogisticRegression reduced = new LogisticRegression(own, labels, 2)) {
                double[][] expected = direct.fit(3, 1e-16, direct.zero()).probabilities(all);
                double[][] found = reduced.fit(3, 1e-16, reduced.zero()).probabilities(others);
                for (int i = 0; i < labels.length; i++) {
                    assertThat(found[i][1]).isCloseTo(expected[i][1], within(1e-8));
                }
            }
        }
    }

    @Test
    void twoFoldsAreTooFew() {
        assertThatThrownBy(() -> new LogisticProbe(new int[] {0, 1}, 2, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("at least 3");
    }
}
