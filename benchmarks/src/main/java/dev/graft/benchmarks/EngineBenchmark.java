package dev.graft.benchmarks;

import dev.graft.engine.Engine;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.error.GraftException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/** What benchmarks of engines have in common: what can be chosen, and how long is measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public abstract class EngineBenchmark {
    /** Engine id. */
    @Param("cpu")
    public String engine;

    /** Backbone id. */
    @Param("efficientnet-b0")
    public String backbone;

    /** Last layers that learn, or {@code all}. */
    @Param({"0", "20", "all"})
    public String unfrozen;

    /** Images a batch. */
    @Param("16")
    public int batch;

    /** Side of the images in pixels, or {@code default}. */
    @Param("default")
    public String size;

    /** Threads of the engine. */
    @Param("2")
    public int threads;

    /** {@code f32} or {@code bf16}. */
    @Param("f32")
    public String precision;

    private AutoCloseable sessions;

    /** Builds model and sessions. */
    @Setup(Level.Trial)
    public void prepare() {
        try {
            EngineCase chosen = EngineCase.of(engine, backbone, unfrozen, batch, size, threads, precision);
            Optional<EngineProfile> profile = RequestedProfile.check(chosen);
            sessions = open(chosen, chosen.create(profile));
            // Without warm-up JMH prepares within the first iteration, and what is run here is no call of the
            // benchmark.
            profile.ifPresent(EngineProfile::reset);
        } catch (GraftException e) {
            // JMH prints traces; what was asked for and cannot be measured is one line.
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }

    /**
     * Opens what is measured and runs it once, so that compiling is over.
     *
     * @return closes it
     */
    abstract AutoCloseable open(EngineCase chosen, Engine created);

    /** Releases the sessions. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
        sessions.close();
    }
}
