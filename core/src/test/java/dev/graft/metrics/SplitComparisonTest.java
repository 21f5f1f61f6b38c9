package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitComparisonTest {
    private static Evaluation of(int right, int all) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            predictions.add(
                    new Prediction("" + i, i % 2, (i < right) == (i % 2 == 0) ? List.of(0.9, 0.1) : List.of(0.1, 0.9)));
        }
        return Evaluation.of(predictions, 2, 1);
    }

    /** 56 of 70 and 48 of 80: Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, example (a), method 10. */
    @Test
    void theIntervalOfTheDifferenceIsNewcombes() {
        SplitComparison comparison = SplitComparison.of("test", of(48, 80), of(56, 70), 69);

        assertThat(comparison.added()).isCloseTo(0.2, within(1e-12));
        assertThat(comparison.addedInterval().low()).isCloseTo(0.0524, within(5e-5));
        assertThat(comparison.addedInterval().high()).isCloseTo(0.3339, within(5e-5));
        assertThat(comparison.leaks()).isTrue();
        assertThat(comparison.grouped())
                .isEqualTo(new SplitComparison.Measured(80, 0.6, of(48, 80).interval(Metric.ACCURACY)));
        assertThat(comparison.imagewise().images()).isEqualTo(70);
    }

    @Test
    void aDifferenceThatMayBeChanceIsNoLeak() {
        SplitComparison turned = SplitComparison.of("test", of(56, 70), of(48, 80), 80);
        SplitComparison small = SplitComparison.of("test", of(9, 10), of(10, 10), 10);

        assertThat(turned.added()).isCloseTo(-0.2, within(1e-12));
        assertThat(turned.addedInterval().low()).isCloseTo(-0.3339, within(5e-5));
        assertThat(turned.leaks()).isFalse();
        assertThat(small.addedInterval().low()).isNegative();
        assertThat(small.addedInterval().high()).isBetween(0.1, 1.0);
        assertThat(small.leaks()).isFalse();
    }

    @Test
    void anIntervalThatTouchesZeroIsNoLeak() {
        SplitComparison.Measured none = new SplitComparison.Measured(0, 0, Interval.UNKNOWN);

        assertThat(new SplitComparison("test", none, none, 0, 0.1, new Interval(0, 0.2)).leaks())
                .isFalse();
    }

    @Test
    void withoutImagesNothingIsKnown() {
        SplitComparison comparison = SplitComparison.of("validation", of(0, 0), of(5, 8), 8);

        assertThat(comparison.addedInterval().known()).isFalse();
        assertThat(comparison.leaks()).isFalse();
    }
}
