package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Predictions of many classes: what is kept of them, how they rank, and how they are counted. */
class PredictionPropertyTest {
    private static final int CLASSES = 9;

    /** With many ties, for sums are of few different numbers. */
    @Provide
    Arbitrary<List<Prediction>> predictions() {
        Arbitrary<List<Integer>> shares =
                Arbitraries.integers().between(0, 4).list().ofSize(CLASSES);
        return Combinators.combine(Arbitraries.integers().between(0, CLASSES - 1), shares)
                .as((actual, each) -> new Prediction("x", actual, normalized(each)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    private static List<Double> normalized(List<Integer> shares) {
        double sum = shares.stream().mapToInt(s -> s).sum();
        return shares.stream()
                .map(share -> sum == 0 ? 1.0 / shares.size() : share / sum)
                .toList();
    }

    @Property
    void condensedTheyKeepTheFiveMostProbableClassesAndTheTrueOne(@ForAll("predictions") List<Prediction> predictions) {
        for (Prediction p : predictions) {
            List<Integer> byRank = IntStream.range(0, CLASSES)
                    .boxed()
                    .sorted(Comparator.comparing(
                            (Integer c) -> -p.probabilities().get(c)))
                    .toList();
            List<Integer> expected = new ArrayList<>(byRank.subList(0, 5));
            if (!expected.contains(p.actual())) {
                expected.add(p.actual());
            }

            Prediction condensed = p.condensed();

            assertThat(condensed.likeliest().stream().map(ClassProbability::classIndex))
                    .containsExactlyElementsOf(expected);
            condensed
                    .likeliest()
                    .forEach(kept -> assertThat(kept.probability())
                            .isEqualTo(p.probabilities().get(kept.classIndex())));
            assertThat(condensed.predicted()).isEqualTo(p.predicted());
            assertThat(condensed.confidence()).isEqualTo(p.confidence()).isEqualTo(Collections.max(p.probabilities()));
            assertThat(condensed.correct()).isEqualTo(p.correct());
            List<ClassProbability> firstThree = byRank.subList(0, 3).stream()
                    .map(c -> new ClassProbability(c, p.probabilities().get(c)))
                    .toList();
            assertThat(p.ranked(3)).containsExactlyElementsOf(firstThree);
            assertThat(condensed.ranked(3)).containsExactlyElementsOf(firstThree);
            assertThat(condensed.ranked(9))
                    .as("without the true class behind them")
                    .hasSize(5);
            assertThat(condensed.condensed()).isSameAs(condensed);
        }
    }

    @Property
    void topFiveIsAmongTheFirstFive(@ForAll("predictions") List<Prediction> predictions) {
        long found = predictions.stream()
                .filter(p ->
                        p.condensed().likeliest().stream().limit(5).anyMatch(kept -> kept.classIndex() == p.actual()))
                .count();

        assertThat(Evaluation.of(predictions, CLASSES, 0).value(Metric.TOP_FIVE_ACCURACY))
                .isCloseTo((double) found / predictions.size(), within(1e-12));
    }

    @Property
    void aRankingToTheLastPositiveImageHasTheSameAreas(
            @ForAll("predictions") List<Prediction> predictions, @ForAll int seed) {
        int[] counts = IntStream.range(0, predictions.size())
                .map(i -> Math.floorMod(seed * 31 + i * 7, 4))
                .toArray();
        for (int c = 0; c < CLASSES; c++) {
            int positive = c;
            long negatives = IntStream.range(0, counts.length)
                    .filter(i -> predictions.get(i).actual() != positive)
                    .mapToLong(i -> counts[i])
                    .sum();
            RankedScores all = RankedScores.of(predictions, c);
            RankedScores some = RankedScores.toLastPositive(predictions, c);

            assertThat(some.rocAuc(counts, negatives)).isEqualTo(Double.valueOf(all.rocAuc(counts, negatives)));
            assertThat(some.averagePrecision(counts)).isEqualTo(Double.valueOf(all.averagePrecision(counts)));
            double lowest = predictions.stream()
                    .filter(p -> p.actual() == positive)
                    .mapToDouble(p -> p.probabilities().get(positive))
                    .min()
                    .orElse(2);
            assertThat((long) some.order().length)
                    .isEqualTo(predictions.stream()
                            .filter(p -> p.probabilities().get(positive) >= lowest)
                            .count());
        }
    }

    @Property
    void theConfusionMatrixHoldsEveryImage(@ForAll("predictions") List<Prediction> predictions) {
        ConfusionMatrix matrix = Evaluation.of(predictions, CLASSES, 0).confusion();

        for (int actual = 0; actual < CLASSES; actual++) {
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                int a = actual;
                int b = predicted;
                assertThat(matrix.count(a, b)).isEqualTo((int) predictions.stream()
                        .filter(p -> p.actual() == a && p.predicted() == b)
                        .count());
            }
        }
        assertThat(matrix.cells().size()).isLessThanOrEqualTo(predictions.size());
        assertThat(matrix.actual().stream().mapToInt(n -> n).sum()).isEqualTo(predictions.size());
        assertThat(matrix.predicted().stream().mapToInt(n -> n).sum()).isEqualTo(predictions.size());
        assertThat(ConfusionMatrix.of(matrix.rows())).isEqualTo(matrix);
    }

    @Example
    void whatIsUndefinedRanksLast() {
        Prediction diverged = new Prediction("x", 1, List.of(Double.NaN, 0.25, Double.NaN, 0.5, Double.NaN));

        assertThat(diverged.predicted()).isEqualTo(3);
        assertThat(diverged.condensed().likeliest().stream().map(ClassProbability::classIndex))
                .containsExactly(3, 1, 0, 2, 4);
    }

    @Example
    void aMatrixThatDoesNotAddUpIsRefused() {
        ConfusionMatrix.Cell cell = new ConfusionMatrix.Cell(1, 0, 2);
        for (List<ConfusionMatrix.Cell> cells : List.of(
                List.of(cell, cell),
                List.of(cell, new ConfusionMatrix.Cell(0, 0, 1)),
                List.of(new ConfusionMatrix.Cell(0, 2, 1)),
                List.of(new ConfusionMatrix.Cell(-1, 0, 1)),
                List.of(new ConfusionMatrix.Cell(0, 0, 0)))) {
            assertThatThrownBy(() -> new ConfusionMatrix(2, cells)).isInstanceOf(GraftException.class);
        }
        assertThatThrownBy(() -> ConfusionMatrix.of(List.of(List.of(1, 2)))).isInstanceOf(GraftException.class);
    }

    @Example
    void thirtyTwoBitNumbersAreKeptAsSuchAndOthersInFull() {
        List<Double> floats = List.of((double) 0.3f, (double) 0.7f, Double.NaN);
        List<Double> doubles = List.of(0.3, 0.7);

        assertThat(new Prediction("x", 0, floats).probabilities()).isEqualTo(floats);
        assertThat(new Prediction("x", 0, doubles).probabilities()).isEqualTo(doubles);
        assertThat(new Prediction("x", 0, floats)).isEqualTo(new Prediction("x", 0, floats));
        List<Double> changed = new ArrayList<>(doubles);
        List<Double> kept = new Prediction("x", 0, changed).probabilities();
        changed.set(0, 0.5);
        assertThat(kept).isEqualTo(doubles);
        assertThat(new Prediction("y", 1, kept).probabilities()).isSameAs(kept);
    }
}
