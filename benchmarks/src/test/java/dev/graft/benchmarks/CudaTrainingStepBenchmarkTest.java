package dev.graft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.Availability;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.Segment;
import dev.graft.engine.cuda.replay.Timing;
import dev.graft.engine.cuda.replay.Workload;
import dev.graft.error.GraftException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Plans and their bounds; the benchmark itself on the processor in a GPU's place. */
class CudaTrainingStepBenchmarkTest {
    /** Where the engine's own tests have them. */
    private static final Path KERNELS = Path.of("../engine-cuda/target/host-kernels");

    private static EngineCase small(String unfrozen, String precision) {
        return EngineCase.of("cuda", "efficientnet-b0", unfrozen, 2, "32", 1, precision);
    }

    @Test
    void aBoundIsTheSlowerOfArithmeticAndMemoryAndLaunches() {
        Buffer from = new Buffer("all", 0, ElementType.F32, 4);
        DevicePlan.Step copy =
                new DevicePlan.Step(new Command.Copy(from, new Buffer("all", 16, ElementType.F32, 4)), 0);
        DevicePlan.Step other = new DevicePlan.Step(copy.command(), 1);
        DevicePlan plan = new DevicePlan(
                1,
                List.of(new Segment("all", Segment.Owner.PLAN, 32)),
                List.of(copy, other, other),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new PlannedOperation(0, Phase.FORWARD, "x", "", "", "", 1, 3_000_000, 20_000),
                        new PlannedOperation(1, Phase.OPTIMIZER, "y", "", "", "", 2, 1_000_000, 80_000)));

        PlanBound bound = PlanBound.of(plan, new Roofline(100, 10));

        // 30 us of arithmetic or 2 of memory; 10 or 8; half a microsecond for each of three launches.
        assertThat(bound.phases()).extracting(PlanBound.Row::name).containsExactly("forward", "optimizer");
        assertThat(bound.phases().get(0).milliseconds()).isCloseTo(0.0305, within(1e-9));
        assertThat(bound.phases().get(1).milliseconds()).isCloseTo(0.0110, within(1e-9));
        PlanBound.Row whole = bound.whole();
        assertThat(whole.milliseconds()).isCloseTo(0.0415, within(1e-9));
        assertThat(whole.commands()).isEqualTo(3);
        assertThat(whole.bytes()).isEqualTo(100_000);
        assertThat(whole.flops()).isEqualTo(4_000_000);
        assertThat(bound.kinds()).containsExactly(Map.entry("copy", 3L));
    }

    @Test
    void theBoundOfAPlanLiesBetweenTheLargerAndTheSum() {
        Workload workload = CudaPlans.workload(small("20", "bf16"));
        PlanBound.Row whole = PlanBound.of(workload.plan(), KnownGpu.H200.limits(Precision.BF16))
                .whole();
        double arithmetic = whole.flops() / 989.5e9;
        double memory = whole.bytes() / 4800e6;
        double launches = whole.commands() * 0.5e-3;

        assertThat(whole.commands()).isEqualTo(workload.plan().steps().size());
        assertThat(whole.flops()).isPositive();
        assertThat(whole.milliseconds())
                .isGreaterThanOrEqualTo(0.999_999 * (launches + Math.max(arithmetic, memory)))
                .isLessThan(launches + arithmetic + memory);
    }

    @Test
    void gpusHaveNames() {
        assertThat(KnownGpu.of("h100-sxm")).isEqualTo(KnownGpu.H100_SXM);
        assertThat(KnownGpu.of("RTX4090").limits(Precision.TF32)).isEqualTo(new Roofline(82_600, 1008));
        assertThatThrownBy(() -> KnownGpu.of("H300"))
                .isInstanceOf(GraftException.class)
                .hasMessage(
                        "There is no GPU 'H300' in the table, expected one of H100 SXM, H200, A100, RTX 4090, RTX 5090,"
                                + " B200, T4, L4.");
        assertThatThrownBy(() -> KnownGpu.T4.limits(Precision.BF16))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("does not compute in bfloat16");
    }

    private record Printed(boolean done, List<String> words, String text) {}

    private static Printed print(boolean gpu, String... words) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<String> left = new ArrayList<>(List.of(words));
        boolean done = Main.printsPlans(
                new PrintStream(text, true, StandardCharsets.UTF_8), () -> new Availability(gpu, "none"), left);
        return new Printed(done, left, text.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutAGpuPlansArePrinted() {
        String[] words = {
            "CudaTrainingStep", "-p", "backbone=efficientnet-b0,nothing", "-p", "unfrozen=0", "-p", "size=32"
        };

        Printed printed = print(false, words);

        assertThat(printed.done()).isTrue();
        assertThat(printed.text())
                .contains("efficientnet-b0, the head and the last 0 of 237 layers, batch 32, 32 px, float32\n")
                .contains("px, tensorfloat32\n", "px, bfloat16\n", "H200: 0.004 ms at best")
                .contains("nothing'")
                .endsWith("No GPU was there, so nothing was measured: none.\n");
        assertThat(print(true, words).done()).isFalse();
    }

    @Test
    void whatElseIsChosenIsMeasuredWithoutAGpu() {
        Printed printed = print(false, "TrainingStep", "-f", "1");
        assertThat(printed.done()).isFalse();
        assertThat(printed.words()).containsExactly("TrainingStep", "-f", "1", "-e", "CudaTrainingStepBenchmark");
        assertThat(printed.text()).contains("CudaTrainingStepBenchmark is left out: none.");

        assertThat(print(false, "FeatureExtraction")).isEqualTo(new Printed(false, List.of("FeatureExtraction"), ""));
        assertThat(print(false, "-l")).isEqualTo(new Printed(false, List.of("-l"), ""));
        assertThat(print(false, "CudaTraining", "-p", "device=simulated:x").done())
                .isFalse();
    }

    @Test
    void aNamedGpuIsAsked() {
        String[] words = {
            "--gpu", "T4", "CudaTraining", "-p", "backbone=efficientnet-b0", "-p", "unfrozen=0", "-p", "size=32"
        };
        assertThat(print(true, words).text())
                .contains("T4: 0.00", "A T4 does not compute in bfloat16")
                .doesNotContain("No GPU");
        assertThatThrownBy(() -> print(true, "--gpu")).hasMessageContaining("There is no GPU ''");
    }

    @Test
    void itRunsOnTheProcessor() {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        CudaTrainingStepBenchmark benchmark = new CudaTrainingStepBenchmark();
        benchmark.backbone = "efficientnet-b0";
        benchmark.unfrozen = "0";
        benchmark.batch = 2;
        benchmark.size = "32";
        benchmark.precision = "f32";
        benchmark.device = CudaTrainingStepBenchmark.SIMULATED + KERNELS;
        benchmark.prepare();
        double first = benchmark.step();
        benchmark.stepWithInputs();
        assertThat(benchmark.step()).isLessThan(first);
        benchmark.close();
    }

    @Test
    void theProfileHasEveryCommand() {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        HostKernels kernels = HostKernels.optimized(KernelSource.bundled(), KERNELS, "native");
        SimulatedDevice device = new SimulatedDevice(kernels, SimulatedDevice.Care.WRITTEN);
        Workload workload = CudaPlans.workload(small("0", "f32"));
        RequestedProfile requested =
                new RequestedProfile(new EngineProfile(System::nanoTime), ProfileClock.WALL, new AtomicReference<>());
        Roofline limits = DeviceCeilings.SIMULATED.measure(device, ElementType.F32);
        assertThat(limits.gigaflops()).isPositive();
        assertThat(limits.gigabytes()).isPositive();
        try (Timing timing = new Timing(device, workload)) {
            new CommandProfile(requested, "simulated", limits).take(timing, workload.plan());
        }
        TimedCalls calls = requested.taken().orElseThrow();
        assertThat(requested.taken()).isEmpty();
        assertThat(calls.times()).hasSameSizeAs(workload.plan().operations());
        ProfileTotals totals = new ProfileTotals();
        totals.add(calls);
        assertThat(ProfileText.of(totals.summary(limits, 1), calls, Precision.F32))
                .contains("device clock, simulated.", "optimizer", "update F32")
                .contains("TFLOP/s");
        assertThat(device.taken()).isZero();

        List<Timing.Row> rows = workload.plan().steps().stream()
                .map(step -> new Timing.Row("", "", "", 0.25, 0, 0))
                .toList();
        assertThat(CommandProfile.operations(workload.plan(), rows))
                .allSatisfy(time -> assertThat(time.nanoseconds())
                        .isEqualTo(250_000L * time.operation().steps()));
    }
}
