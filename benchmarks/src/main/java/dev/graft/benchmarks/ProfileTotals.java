package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.compiled.PlannedOperation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times of several iterations of a benchmark together. */
final class ProfileTotals {
    private final Map<PlannedOperation, OperationTime> times = new LinkedHashMap<>();
    private long invocations;
    private long nanoseconds;

    /** Adds some calls. */
    void add(TimedCalls calls) {
        calls.times().forEach(time -> times.merge(time.operation(), time, ProfileTotals::sum));
        invocations += calls.calls();
        nanoseconds += calls.nanoseconds();
    }

    private static OperationTime sum(OperationTime one, OperationTime other) {
        return new OperationTime(one.operation(), one.runs() + other.runs(), one.nanoseconds() + other.nanoseconds());
    }

    /** Of every operation. */
    List<OperationTime> times() {
        return List.copyOf(times.values());
    }

    /**
     * Adds up.
     *
     * @param longest number of single operations to keep
     */
    ProfileSummary summary(Roofline limits, int longest) {
        return ProfileSummary.of(times(), invocations, nanoseconds, limits, longest);
    }
}
