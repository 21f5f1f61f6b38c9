package dev.graft.search.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.search.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreedySelectionTest {
    private static final Measure LOG_LIKELIHOOD = Measure.of("log_likelihood");

    /** Probabilities of class 1 of images whose classes are 0, 1, 0, 1, ... */
    private static List<Prediction> model(double... ofOne) {
        return IntStream.range(0, ofOne.length)
                .mapToObj(i -> new Prediction("image " + i, i % 2, List.of(1 - ofOne[i], ofOne[i])))
                .toList();
    }

    private static List<List<Prediction>> random(int models, int images, long seed) {
        Random random = new Random(seed);
        List<List<Prediction>> all = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            double[] values = new double[images];
            for (int i = 0; i < images; i++) {
                // Right more often than not.
                values[i] = Math.min(0.99, Math.max(0.01, 0.3 + 0.4 * (i % 2) + 0.4 * random.nextGaussian()));
            }
            all.add(model(values));
        }
        return all;
    }

    private static double loss(List<List<Prediction>> models, double... weights) {
        return Evaluation.of(GreedySelection.mean(models, weights), 2, 1).value(Metric.LOG_LOSS);
    }

    @Test
    void twoThatErrOnDifferentImagesGoTogetherAndAThirdIsLeft() {
        List<List<Prediction>> models = List.of(
                model(0.1, 0.9, 0.1, 0.4, 0.1, 0.9),
                model(0.6, 0.9, 0.1, 0.9, 0.1, 0.9),
                model(0.9, 0.1, 0.9, 0.1, 0.9, 0.1));

        int[] counts = new GreedySelection(Measure.ACCURACY, 2, 1, 10).of(models);

        assertThat(counts[2]).isZero();
        assertThat(counts[0]).isPositive();
        assertThat(counts[1]).isPositive();
        List<Prediction> mean = GreedySelection.mean(models, GreedySelection.weights(counts));
        assertThat(Evaluation.of(mean, 2, 1).accuracy()).isEqualTo(1);
    }

    @Test
    void theBestModelAloneIsLeftAlone() {
        List<List<Prediction>> models =
                List.of(model(0.4, 0.6, 0.4, 0.6), model(0.01, 0.99, 0.01, 0.99), model(0.3, 0.7, 0.3, 0.7));

        assertThat(new GreedySelection(LOG_LIKELIHOOD, 2, 1, 8).of(models)).containsExactly(0, 1, 0);
        assertThat(new GreedySelection(Measure.ACCURACY, 2, 1, 8).of(models)).containsExactly(0, 1, 0);
    }

    /** Written down anew: every step tries every model. */
    @Test
    void everyStepIsTheBestOfAll() {
        List<List<Prediction>> models = random(7, 20, 3);
        int[] expected = new int[7];
        double bestLoss = Double.POSITIVE_INFINITY;
        int[] best = expected;
        for (int size = 1; size <= 12; size++) {
            double[] losses = new double[7];
            for (int m = 0; m < 7; m++) {
                double[] weights = new double[7];
                for (int k = 0; k < 7; k++) {
                    weights[k] = (expected[k] + (k == m ? 1.0 : 0)) / size;
                }
                losses[m] = loss(models, weights);
            }
            double lowest = DoubleStream.of(losses).min().orElseThrow();
            expected[DoubleStream.of(losses).boxed().toList().indexOf(lowest)]++;
            if (lowest < bestLoss) {
                bestLoss = lowest;
                best = expected.clone();
            }
        }

        int[] counts = new GreedySelection(LOG_LIKELIHOOD, 2, 1, 12).of(models);

        assertThat(counts).containsExactly(best);
        assertThat(Arrays.stream(counts).filter(count -> count > 0).count()).isGreaterThan(2);
        assertThat(loss(models, GreedySelection.weights(counts))).isLessThan(loss(models, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void bagsAreSharesOfSelectionsFromHalves() {
        List<List<Prediction>> models = random(6, 30, 4);
        GreedySelection selection = new GreedySelection(LOG_LIKELIHOOD, 2, 1, 6);

        double[] shares = selection.bagged(models, 9, 5);

        assertThat(DoubleStream.of(shares).sum()).isCloseTo(1, within(1e-12));
        assertThat(selection.bagged(models, 9, 5)).isEqualTo(shares);
        assertThat(selection.bagged(models, 9, 6)).isNotEqualTo(shares);
        assertThat(selection.bagged(List.of(models.get(0)), 3, 5)).containsExactly(1.0);
    }

    @Test
    void aModelWithoutAnswersIsNotTaken() {
        List<List<Prediction>> models = List.of(model(Double.NaN, 0.9, 0.1, 0.9), model(0.4, 0.6, 0.4, 0.6));

        assertThat(new GreedySelection(LOG_LIKELIHOOD, 2, 1, 3).of(models)).containsExactly(0, 1);
    }
}
