package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictiveValuesTest {
    private static Figures figures(int found, int positives, int cleared, int others) {
        return new Figures(
                positives + others,
                Map.of(
                        Metric.SENSITIVITY,
                        new Figures.Estimate((double) found / positives, WilsonInterval.of(found, positives)),
                        Metric.SPECIFICITY,
                        new Figures.Estimate((double) cleared / others, WilsonInterval.of(cleared, others))));
    }

    @Test
    void bayes() {
        PredictiveValues values = PredictiveValues.of(0.05, figures(90, 100, 160, 200));

        assertThat(values.positive().value()).isCloseTo(0.9 * 0.05 / (0.9 * 0.05 + 0.2 * 0.95), within(1e-12));
        assertThat(values.negative().value()).isCloseTo(0.8 * 0.95 / (0.8 * 0.95 + 0.1 * 0.05), within(1e-12));
        assertThat(values.positive().interval().low())
                .isLessThan(values.positive().value());
        assertThat(values.positive().interval().high())
                .isGreaterThan(values.positive().value());
    }

    /** Of 2000 samples 95 % of the intervals must hold the truth; 3 % either way is six standard errors. */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        Random random = new Random(5);
        double truth = 0.85 * 0.1 / (0.85 * 0.1 + 0.25 * 0.9);
        int held = 0;
        for (int i = 0; i < 2000; i++) {
            Interval interval = PredictiveValues.of(
                            0.1, figures(drawn(random, 0.85, 60), 60, drawn(random, 0.75, 80), 80))
                    .positive()
                    .interval();
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat(held / 2000.0).isBetween(0.92, 0.98);
    }

    private static int drawn(Random random, double share, int trials) {
        int hits = 0;
        for (int i = 0; i < trials; i++) {
            hits += random.nextDouble() < share ? 1 : 0;
        }
        return hits;
    }

    @Test
    void sharesOfNoneAndAll() {
        PredictiveValues all = PredictiveValues.of(0.2, figures(50, 50, 70, 70));
        assertThat(all.positive().value()).isEqualTo(1);
        assertThat(all.positive().interval().high()).isEqualTo(1);
        assertThat(all.positive().interval().low()).isBetween(0.7, 0.9);
        assertThat(all.negative().interval().low()).isBetween(0.97, 0.99);

        PredictiveValues none = PredictiveValues.of(0.2, figures(0, 50, 60, 70));
        assertThat(none.positive().value()).isZero();
        assertThat(none.positive().interval().low()).isZero();
        assertThat(none.positive().interval().high()).isBetween(0.05, 0.3);
    }

    @Test
    void callsThatNoImageGets() {
        PredictiveValues values = PredictiveValues.of(0.2, figures(50, 50, 0, 70));
        assertThat(values.positive().value()).isCloseTo(0.2, within(1e-12));
        assertThat(values.negative().value()).isNaN();
        assertThat(values.negative().interval().known()).isFalse();
    }

    @Test
    void unknownAndImpossible() {
        PredictiveValues unknown = PredictiveValues.of(0.2, new Figures(0, Map.of()));
        assertThat(unknown.positive().value()).isNaN();
        assertThat(unknown.positive().interval().known()).isFalse();
        assertThatThrownBy(() -> PredictiveValues.of(20, figures(1, 2, 1, 2)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("0.05 for 5 %");
    }
}
