package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.replay.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the profiler what the commands of a plan took by the device's clock.
 *
 * @param requested what is told
 * @param device what computes, for people
 * @param limits of the device
 */
record CommandProfile(RequestedProfile requested, String device, Roofline limits) {
    private static final int RUNS = 10;

    /** Times all commands, each as one of the whole. */
    void take(Timing timing, DevicePlan plan) {
        Timing.Outcome outcome = timing.outcome(RUNS);
        requested.tell(new TimedCalls(
                operations(plan, outcome.rows()),
                1,
                (long) (1e6 * outcome.milliseconds()),
                limits,
                "device",
                device,
                String.join("\n", outcome.lines())));
    }

    /** An operation takes as long as its commands. */
    static List<OperationTime> operations(DevicePlan plan, List<Timing.Row> rows) {
        Map<Integer, Double> milliseconds = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            milliseconds.merge(plan.steps().get(i).operation(), rows.get(i).milliseconds(), Double::sum);
        }
        List<OperationTime> times = new ArrayList<>();
        milliseconds.forEach((number, taken) ->
                times.add(new OperationTime(plan.operations().get(number), 1, Math.round(1e6 * taken))));
        return times;
    }
}
