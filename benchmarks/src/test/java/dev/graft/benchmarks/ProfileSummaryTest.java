package dev.graft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Precision;
import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two calls of three operations on a machine of 100 GFLOP/s and 10 GB/s. */
class ProfileSummaryTest {
    private static final Roofline LIMITS = new Roofline(100, 10);

    /** At best 40 ms of arithmetic, 1 ms of memory. */
    private static final OperationTime CONVOLUTION =
            time(0, Phase.FORWARD, "Convolution 3x3", 4_000_000_000L, 10_000_000, 100);
    /** At best 5 ms of memory. */
    private static final OperationTime SUM = time(1, Phase.FORWARD, "Add", 0, 50_000_000, 20);

    private static final OperationTime GRADIENT =
            time(2, Phase.BACKWARD_DATA, "Convolution 3x3", 4_000_000_000L, 10_000_000, 60);

    private final ProfileSummary summary =
            ProfileSummary.of(List.of(CONVOLUTION, SUM, GRADIENT), 2, 200_000_000, LIMITS, 2);

    /** Run twice, so many milliseconds together. */
    private static OperationTime time(int number, Phase phase, String name, long flops, long bytes, long milliseconds) {
        PlannedOperation operation =
                new PlannedOperation(number, phase, name, "layer" + number, "1 -> 1", "jit", 1, flops, bytes);
        return new OperationTime(operation, 2, milliseconds * 1_000_000);
    }

    @Test
    void phasesAndWhatLiesBetweenOperationsAddUp() {
        assertThat(summary.milliseconds()).isEqualTo(100);
        assertThat(summary.phases()).extracting(ProfileRow::name).containsExactly("forward", "backward data");
        assertThat(summary.phases()).extracting(ProfileRow::milliseconds).containsExactly(60.0, 30.0);
        assertThat(summary.phases()).extracting(ProfileRow::share).containsExactly(0.6, 0.3);
        assertThat(summary.phases()).extracting(ProfileRow::operations).containsExactly(2.0, 1.0);
        assertThat(summary.millisecondsBetween()).isEqualTo(10);
    }

    @Test
    void kindsAreAddedUpOverPhasesTheDearestFirst() {
        assertThat(summary.kinds()).extracting(ProfileRow::name).containsExactly("Convolution 3x3", "Add");
        assertThat(summary.kinds()).extracting(ProfileRow::milliseconds).containsExactly(80.0, 10.0);
        ProfileRow convolutions = summary.kinds().get(0);
        assertThat(convolutions.gigaflops()).isEqualTo(100.0);
        assertThat(convolutions.gigabytes()).isEqualTo(0.25);
        assertThat(convolutions.roofline()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void theRooflineIsArithmeticOrMemoryWhicheverTakesLonger() {
        assertThat(LIMITS.bound(CONVOLUTION.operation())).isEqualTo(40e6);
        assertThat(LIMITS.bound(SUM.operation())).isEqualTo(5e6);
        assertThat(summary.longest()).extracting(each -> each.row().name()).containsExactly("layer0", "layer2");
        assertThat(summary.longest().get(0).row().roofline()).isCloseTo(0.8, within(1e-12));
        assertThat(summary.phases().get(0).roofline()).isCloseTo(45.0 / 60, within(1e-12));
    }

    @Test
    void theTextHasEveryRow() {
        String text = ProfileText.of(
                summary,
                new TimedCalls(List.of(), 2, 200_000_000, LIMITS, "processor", "1 threads", "more of it"),
                Precision.F32);
        assertThat(text)
                .contains(
                        "One call took 100.0 ms (mean of 2), 10.0 of them between operations; processor clock, 1 threads.")
                .contains("100 GFLOP/s (matrix product or convolution, float32), 10.0 GB/s (copy)")
                .containsPattern("forward +2 +60.00 +60.0% +66.7 +1.0 +75%")
                .containsPattern("Add +1 +10.00 +10.0% +0.0 +5.0 +50%")
                .containsPattern("Convolution 3x3 .*layer0, 1 -> 1, jit")
                .endsWith(String.format("%nmore of it%n"));
    }

    @Test
    void aClockThatSawNothingGivesNumbers() {
        OperationTime nothing = new OperationTime(SUM.operation(), 2, 0);
        ProfileRow row = ProfileRow.of("x", List.of(nothing), 2, 100, LIMITS);
        assertThat(row.gigabytes()).isFinite();
        assertThat(row.roofline()).isFinite();
    }
}
