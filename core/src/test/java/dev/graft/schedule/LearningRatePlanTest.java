package dev.graft.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import dev.graft.schedule.LearningRatePlan.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRatePlanTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    /** Ten epochs of seven updates. */
    private static final int UPDATES = 70;

    private static double rate(Shape shape, int warmUp, long update) {
        LearningRatePolicy policy = LearningRatePlan.of(shape, warmUp).policy(10, 7);
        return policy.rate(policy.start(0.01), update, (int) (update / 7));
    }

    @Test
    void shapesAreStretchedOverThePhase() {
        assertThat(rate(Shape.CONSTANT, 0, UPDATES - 1)).isEqualTo(0.01);
        assertThat(rate(Shape.COSINE, 0, 0)).isEqualTo(0.01);
        assertThat(rate(Shape.COSINE, 0, UPDATES / 2)).isCloseTo(0.005, CLOSE);
        assertThat(rate(Shape.COSINE, 0, UPDATES)).isCloseTo(0, CLOSE);
        assertThat(rate(Shape.STEP, 0, 23)).isEqualTo(0.01);
        assertThat(rate(Shape.STEP, 0, 24)).isCloseTo(0.001, CLOSE);
        assertThat(rate(Shape.STEP, 0, UPDATES - 1)).isCloseTo(0.0001, CLOSE);
        assertThat(rate(Shape.EXPONENTIAL, 0, UPDATES)).isCloseTo(0.0001, CLOSE);
    }

    @Test
    void aWarmUpComesFirstAndTheShapeTakesTheRest() {
        assertThat(rate(Shape.COSINE, 2, 0)).isZero();
        assertThat(rate(Shape.COSINE, 2, 7)).isCloseTo(0.005, CLOSE);
        assertThat(rate(Shape.COSINE, 2, 14)).isCloseTo(0.01, CLOSE);
        assertThat(rate(Shape.COSINE, 2, UPDATES)).isCloseTo(0, CLOSE);
        assertThat(rate(Shape.CONSTANT, 20, 70)).isCloseTo(0.005, CLOSE);
    }

    @Test
    void aPlateauHalvesTheRate() {
        LearningRatePolicy policy = LearningRatePlan.of(Shape.PLATEAU, 0).policy(10, 7);
        PolicyState state = policy.start(0.01);
        for (int epoch = 0; epoch < 4; epoch++) {
            assertThat(policy.rate(state, 7L * epoch, epoch)).isEqualTo(0.01);
            state = policy.afterEpoch(state, 0.5);
        }
        assertThat(policy.rate(state, 28, 4)).isEqualTo(0.005);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> LearningRatePlan.of(Shape.PLATEAU, 1)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> LearningRatePlan.of(Shape.COSINE, -1)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> Shape.byName("zigzag")).hasMessageContaining("constant, cosine, step, exponential");
        assertThat(Shape.byName("Cosine")).isEqualTo(Shape.COSINE);
    }
}
