package dev.graft.benchmarks;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.compiled.EngineProfile;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.TextResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Breaks what the engine {@code cpu} does in {@link TrainingStepBenchmark} and {@link FeatureExtractionBenchmark}, and the
 * engine {@code cuda} in {@link CudaTrainingStepBenchmark}, down to phases and operations, beside what the machine or the GPU
 * could do at best. {@code -prof dev.graft.benchmarks.OperationProfiler}; for
 * the settings see {@link ProfilerSettings}.
 */
public final class OperationProfiler implements InternalProfiler {
    /** Of secondary results. JMH's own constant for it is not public. */
    private static final String PREFIX = "\u00b7";

    private final ProfilerSettings settings;
    private final RequestedProfile requested;
    private final ProfileTotals all = new ProfileTotals();
    private @Nullable Roofline limits;
    private int iterations;

    /** With the settings' defaults. */
    public OperationProfiler() throws ProfilerException {
        this("");
    }

    /** @param line settings, with semicolons between them */
    public OperationProfiler(String line) throws ProfilerException {
        this.settings = ProfilerSettings.parse(line);
        this.requested = RequestedProfile.request(settings.clock());
    }

    @Override
    public String getDescription() {
        return "Time, work and share of the roofline of every operation of the engines cpu and cuda";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        if (!onDevice(benchmark)) {
            limits(benchmark);
        }
        requested.profile().reset();
    }

    /** Whether a benchmark tells times and limits itself. */
    private static boolean onDevice(BenchmarkParams benchmark) {
        return benchmark.getParamsKeys().contains("device");
    }

    /** Of the processor; measured once, before the first iteration. */
    private Roofline limits(BenchmarkParams benchmark) {
        if (limits == null) {
            limits = Roofline.measure(options(benchmark), settings.clock()::nanoseconds);
        }
        return limits;
    }

    private static EngineOptions options(BenchmarkParams benchmark) {
        if (!benchmark.getParamsKeys().containsAll(List.of("threads", "precision"))) {
            throw new GraftException("The profiler of operations knows TrainingStepBenchmark,"
                    + " FeatureExtractionBenchmark and CudaTrainingStepBenchmark, found " + benchmark.getBenchmark()
                    + ". Name one of them.");
        }
        Precision precision = EngineCase.precision(benchmark.getParam("precision"));
        return new EngineOptions(Integer.parseInt(benchmark.getParam("threads")), precision);
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (iteration.getType() != IterationType.MEASUREMENT) {
            return List.of();
        }
        TimedCalls calls = requested
                .taken()
                .orElseGet(() -> onProcessor(benchmark, result.getMetadata().getAllOps()));
        ProfileTotals now = new ProfileTotals();
        now.add(calls);
        all.add(calls);
        List<Result<?>> results = new ArrayList<>(scalars(now.summary(calls.limits(), 0)));
        iterations++;
        if (iterations == iteration.getCount()) {
            results.add(report(benchmark, calls));
        }
        return results;
    }

    private TimedCalls onProcessor(BenchmarkParams benchmark, long calls) {
        EngineProfile profile = requested.profile();
        return new TimedCalls(
                profile.times(),
                calls,
                profile.nanoseconds(),
                limits(benchmark),
                settings.clock().toString(),
                options(benchmark).threads() + " threads",
                "");
    }

    /**
     * Milliseconds of a call, rates and shares of the roofline; the primary score stays JMH's own. Labels have no commas:
     * JMH breaks its JSON's lines at them, within strings too.
     */
    private static List<Result<?>> scalars(ProfileSummary summary) {
        List<Result<?>> results = new ArrayList<>();
        for (ProfileRow row : summary.phases()) {
            results.add(scalar("phase " + row.name(), row.milliseconds(), "ms/op"));
            results.add(scalar("phase " + row.name() + " arithmetic", row.gigaflops(), "GFLOP/s"));
            results.add(scalar("phase " + row.name() + " memory", row.gigabytes(), "GB/s"));
            results.add(scalar("phase " + row.name() + " roofline", 100 * row.roofline(), "%"));
        }
        results.add(scalar("phase between operations", summary.millisecondsBetween(), "ms/op"));
        for (ProfileRow row : summary.kinds()) {
            results.add(scalar("operation " + row.name(), row.milliseconds(), "ms/op"));
        }
        return results;
    }

    private static ScalarResult scalar(String label, double value, String unit) {
        return new ScalarResult(PREFIX + label, value, unit, AggregationPolicy.AVG);
    }

    /** Of all iterations together, once. */
    private TextResult report(BenchmarkParams benchmark, TimedCalls last) {
        ProfileSummary summary = all.summary(last.limits(), settings.longest());
        Precision precision = EngineCase.precision(benchmark.getParam("precision"));
        settings.file().ifPresent(file -> {
            Map<String, String> parameters = new TreeMap<>();
            benchmark.getParamsKeys().forEach(key -> parameters.put(key, benchmark.getParam(key)));
            ProfileFile.add(file, benchmark.getBenchmark(), parameters, last.clock(), summary, all.times());
        });
        return new TextResult(ProfileText.of(summary, last, precision), PREFIX + "profile");
    }
}
