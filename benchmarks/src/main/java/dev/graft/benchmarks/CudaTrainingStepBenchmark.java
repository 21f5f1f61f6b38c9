package dev.graft.benchmarks;

import dev.graft.engine.Precision;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import dev.graft.engine.cuda.nvidia.Installation;
import dev.graft.engine.cuda.replay.Timing;
import dev.graft.engine.cuda.replay.Workload;
import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * A training step of the engine {@code cuda}, of what lies above the frozen prefix: the plan that a session would run, captured as
 * a CUDA graph, with weights and inputs from seeds. {@link TrainingStepBenchmark} measures a session's step, from arrays of
 * ND4J on. Without a GPU {@link Main} prints the plans instead.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CudaTrainingStepBenchmark {
    /** Begins the name of a device that is none. */
    static final String SIMULATED = "simulated:";

    /** Backbone id. */
    @Param({"vgg19", "resnet50", "inception-v3", "efficientnet-b0"})
    public String backbone;

    /** Last layers that learn, or {@code all}. */
    @Param({"0", "20", "all"})
    public String unfrozen;

    /** Images a batch. */
    @Param("32")
    public int batch;

    /** Side of the images in pixels, or {@code default}. */
    @Param("default")
    public String size;

    /** {@code f32}, {@code tf32} or {@code bf16}. */
    @Param({"f32", "tf32", "bf16"})
    public String precision;

    /**
     * Number of the GPU, or {@code simulated:FOLDER}: the processor in its place, whose times say nothing, with compiled kernels
     * in the folder.
     */
    @Param("0")
    public String device;

    private Workload workload;
    private Device opened;
    private Timing timing;
    private Optional<CommandProfile> profile = Optional.empty();

    /** Opens the device and runs a step. */
    @Setup(Level.Trial)
    public void prepare() {
        try {
            EngineCase chosen = EngineCase.of("cuda", backbone, unfrozen, batch, size, 1, precision);
            Precision computed = chosen.options().precision();
            workload = CudaPlans.workload(chosen);
            opened = open(computed);
            DeviceCeilings ceilings = isSimulated() ? DeviceCeilings.SIMULATED : DeviceCeilings.GPU;
            profile = RequestedProfile.requested()
                    .map(requested -> new CommandProfile(
                            requested, opened.describe(), ceilings.measure(opened, CudaPlans.maps(computed))));
            timing = new Timing(opened, workload);
            timing.stepWithInputs();
        } catch (GraftException e) {
            // As in EngineBenchmark.
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }

    private boolean isSimulated() {
        return device.startsWith(SIMULATED);
    }

    private Device open(Precision computed) {
        if (isSimulated()) {
            Path folder = Path.of(device.substring(SIMULATED.length()));
            return new SimulatedDevice(
                    HostKernels.optimized(KernelSource.bundled(), folder, "native"), SimulatedDevice.Care.WRITTEN);
        }
        int ordinal = EngineCase.number("a GPU", device);
        return Installation.find(CudaLibraries.ofMachine()).open(OptionalInt.of(ordinal), computed);
    }

    /** On inputs that lie in the device's memory, until the loss is told. */
    @Benchmark
    public double step() {
        return timing.step();
    }

    /** With inputs from the host, as a training gives them: the loss is that of the step before. */
    @Benchmark
    public double stepWithInputs() {
        return timing.stepWithInputs();
    }

    /** Where the time goes, if the profiler is there: events within the graph take time of their own, so not in the iteration. */
    @TearDown(Level.Iteration)
    public void profile(IterationParams iteration) {
        if (iteration.getType() == IterationType.MEASUREMENT) {
            profile.ifPresent(each -> each.take(timing, workload.plan()));
        }
    }

    /** Releases the device. */
    @TearDown(Level.Trial)
    public void close() {
        timing.close();
        opened.close();
    }
}
