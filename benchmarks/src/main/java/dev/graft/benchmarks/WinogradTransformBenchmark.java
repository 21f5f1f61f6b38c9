package dev.graft.benchmarks;

import dev.graft.engine.cpu.WinogradTransforms;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether Java's compiler makes vector instructions of Winograd's transforms: nanoseconds for a tile of 128 channels, on one
 * thread. Calls are timed one by one, so that medians hold on a machine that others use. With {@code -jvmArgs
 * -XX:-UseSuperWord} the compiler makes none, which shows what there is to lose.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WinogradTransformBenchmark {
    private final float[] scratch = new float[WinogradTransforms.SIZE];

    /** Fills the scratch. */
    @Setup(Level.Iteration)
    public void fill() {
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = (i * 7919 % 1000) * 1e-3f - 0.5f;
        }
    }

    /** 6 x 6 positions of an input. */
    @Benchmark
    public float[] input() {
        WinogradTransforms.input(scratch);
        return scratch;
    }

    /** 6 x 6 products to 4 x 4 results. */
    @Benchmark
    public float[] output() {
        WinogradTransforms.output(scratch);
        return scratch;
    }

    /** 4 x 4 gradients of results to 6 x 6 of products. */
    @Benchmark
    public float[] gradient() {
        WinogradTransforms.gradient(scratch);
        return scratch;
    }
}
