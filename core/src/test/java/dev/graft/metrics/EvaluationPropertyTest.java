package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EvaluationPropertyTest {
    /** Two classes; few distinct scores, so that ties are common. */
    @Provide
    Arbitrary<List<Prediction>> predictions() {
        Arbitrary<Integer> actual = Arbitraries.integers().between(0, 1);
        Arbitrary<Integer> score = Arbitraries.integers().between(0, 8);
        return Combinators.combine(actual, score)
                .as((a, s) -> new Prediction("x", a, List.of(1 - s / 8.0, s / 8.0)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property
    void rocAucCountsPairs(@ForAll("predictions") List<Prediction> predictions) {
        double pairs = 0;
        double won = 0;
        for (Prediction positive : predictions) {
            for (Prediction negative : predictions) {
                if (positive.actual() == 1 && negative.actual() == 0) {
                    int order = positive.probabilities()
                            .get(1)
                            .compareTo(negative.probabilities().get(1));
                    pairs++;
                    won += (order + 1) / 2.0;
                }
            }
        }
        double auc = Evaluation.of(predictions, 2, 1).value(Metric.ROC_AUC);
        if (pairs == 0) {
            assertThat(auc).isNaN();
        } else {
            assertThat(auc).isCloseTo(won / pairs, within(1e-12));
        }
    }

    @Property
    void rocRisesFromOriginToOne(@ForAll("predictions") List<Prediction> predictions) {
        List<RocPoint> roc = Evaluation.of(predictions, 2, 1).roc();
        if (!roc.isEmpty()) {
            assertThat(roc.get(0)).isEqualTo(new RocPoint(0, 0, Double.POSITIVE_INFINITY));
            assertThat(roc.get(roc.size() - 1).falsePositiveRate()).isEqualTo(1);
            assertThat(roc.get(roc.size() - 1).truePositiveRate()).isEqualTo(1);
        }
        for (int i = 1; i < roc.size(); i++) {
            assertThat(roc.get(i).threshold()).isLessThan(roc.get(i - 1).threshold());
            assertThat(roc.get(i).falsePositiveRate())
                    .isGreaterThanOrEqualTo(roc.get(i - 1).falsePositiveRate());
            assertThat(roc.get(i).truePositiveRate())
                    .isGreaterThanOrEqualTo(roc.get(i - 1).truePositiveRate());
        }
    }

    @Property
    void orderOfImagesDoesNotMatter(@ForAll("predictions") List<Prediction> predictions, @ForAll long seed) {
        List<Prediction> shuffled = new ArrayList<>(predictions);
        Collections.shuffle(shuffled, new Random(seed));
        Evaluation one = Evaluation.of(predictions, 2, 1);
        Evaluation other = Evaluation.of(shuffled, 2, 1);

        assertThat(other.confusion()).isEqualTo(one.confusion());
        assertThat(other.roc()).isEqualTo(one.roc());
        assertThat(Double.compare(other.value(Metric.ROC_AUC), one.value(Metric.ROC_AUC)))
                .isZero();
        assertThat(Double.compare(other.value(Metric.AVERAGE_PRECISION), one.value(Metric.AVERAGE_PRECISION)))
                .isZero();
    }

    @Property
    void wilsonIntervalHoldsTheShare(
            @ForAll @IntRange(min = 1, max = 100_000) int trials, @ForAll @IntRange(max = 100_000) int draw) {
        int successes = draw % (trials + 1);
        Interval interval = WilsonInterval.of(successes, trials);
        double share = (double) successes / trials;

        assertThat(interval.low()).isBetween(0.0, share);
        assertThat(interval.high()).isBetween(share, 1.0);
        assertThat(interval.high() - interval.low()).isPositive();
    }
}
