package dev.graft.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Property(tries = 200)
    void schedulesAreProportionalToTheBaseRate(
            @ForAll @DoubleRange(min = 1e-6, max = 1) @Scale(6) double base,
            @ForAll @LongRange(min = 0, max = 5000) long position) {
        for (Schedule schedule : List.of(
                Schedule.constant(),
                Schedule.step(7, 0.5),
                Schedule.exponential(13, 0.9),
                Schedule.warmUp(20, new Schedule.CosineRestarts(10, 1.3, 0.9, 0.01)),
                new Schedule.Piecewise(List.of(3L), List.of(1.0, 0.1)))) {
            double expected = base * schedule.rate(1, position);
            assertThat(schedule.rate(base, position))
                    .isCloseTo(expected, within(1e-12 * base))
                    .isBetween(0.0, base);
        }
    }

    @Property(tries = 100)
    void everyPeriodOfARestartingCosineBeginsAtItsHeight(
            @ForAll @IntRange(min = 1, max = 50) int first, @ForAll @IntRange(min = 0, max = 8) int period) {
        long begin = 0;
        for (int i = 0; i < period; i++) {
            begin += (long) first << i;
        }
        Schedule schedule = new Schedule.CosineRestarts(first, 2, 0.5, 0);

        assertThat(schedule.rate(1, begin)).isEqualTo(Math.pow(0.5, period));
        assertThat(new Schedule.CosineRestarts(first, 1, 0.5, 0).rate(1, (long) first * period))
                .isEqualTo(Math.pow(0.5, period));
    }

    @Test
    void aPacedScheduleCountsStepsOrEpochs() {
        PolicyState state = PolicyState.start(1);

        assertThat(new PacedSchedule(Schedule.step(1, 0.5), Pace.STEP).rate(state, 3, 1))
                .isEqualTo(0.125);
        assertThat(new PacedSchedule(Schedule.step(1, 0.5), Pace.EPOCH).rate(state, 3, 1))
                .isEqualTo(0.5);
        assertThat(LearningRatePolicy.constant().rate(PolicyState.start(0.3), 9, 9))
                .isEqualTo(0.3);
    }

    @Test
    void descriptionsSayWhatProvenanceNeeds() {
        Schedule schedule = Schedule.warmUp(5, new Schedule.Cosine(100, 0.1));

        assertThat(new PacedSchedule(schedule, Pace.STEP).describe())
                .isEqualTo("warm-up over 5, then cosine over 100 to 0.1 of the rate, in steps");
        assertThat(LearningRatePolicy.constant().describe()).isEqualTo("constant");
        assertThat(ReduceOnPlateau.ofLoss(0.5, 3).describe())
                .isEqualTo("times 0.5 after 3 epochs without improvement by 1.0E-4");
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> Schedule.cosine(0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("found 0");
        assertThatThrownBy(() -> Schedule.step(3, 0)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new Schedule.Piecewise(List.of(5L, 5L), List.of(1.0, 1.0, 1.0)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("[5, 5]");
        assertThatThrownBy(() -> new Schedule.CosineRestarts(5, 0.5, 1, 0)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> ReduceOnPlateau.ofLoss(1, 3)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> PolicyState.start(0)).isInstanceOf(GraftException.class);
    }
}
