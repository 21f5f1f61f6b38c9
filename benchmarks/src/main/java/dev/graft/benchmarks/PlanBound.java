package dev.graft.benchmarks;

import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.PlanTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a plan asks of a GPU and the time that follows at least: each operation takes as long as its arithmetic or its memory
 * traffic, whichever is longer, and each of its commands a launch. An operation is one command or a few; it reads each value
 * once and writes each once.
 *
 * @param phases in the order of a step; those without operations are left out
 * @param kinds how many commands of each kind there are
 */
record PlanBound(List<Row> phases, Map<String, Long> kinds) {
    /**
     * What a command costs beyond its work, in nanoseconds: within a CUDA graph kernels of 2.9 microseconds followed each other
     * every 3.4 (A. Gray: Getting Started with CUDA Graphs, NVIDIA Technical Blog, 2019).
     */
    static final double LAUNCH = 500;

    /**
     * Of some operations together.
     *
     * @param bytes read and written
     * @param flops of convolutions and dense layers
     * @param milliseconds at least
     */
    record Row(String name, long commands, long bytes, long flops, double milliseconds) {
        private Row plus(Row other) {
            return new Row(
                    name,
                    commands + other.commands,
                    bytes + other.bytes,
                    flops + other.flops,
                    milliseconds + other.milliseconds);
        }
    }

    /** @param limits of a GPU in the plan's precision */
    static PlanBound of(DevicePlan plan, Roofline limits) {
        Map<Integer, Long> commands =
                plan.steps().stream().collect(Collectors.groupingBy(DevicePlan.Step::operation, Collectors.counting()));
        Map<Phase, Row> phases = new EnumMap<>(Phase.class);
        commands.forEach((number, count) -> {
            PlannedOperation operation = plan.operations().get(number);
            Row row = new Row(
                    operation.phase().toString(),
                    count,
                    operation.bytes(),
                    operation.flops(),
                    (limits.bound(operation) + count * LAUNCH) / 1e6);
            phases.merge(operation.phase(), row, Row::plus);
        });
        Map<String, Long> kinds = plan.steps().stream()
                .collect(Collectors.groupingBy(
                        step -> PlanTable.name(step.command()), TreeMap::new, Collectors.counting()));
        return new PlanBound(List.copyOf(phases.values()), kinds);
    }

    /** All phases together. */
    Row whole() {
        return phases.stream().reduce(new Row("together", 0, 0, 0, 0), Row::plus);
    }
}
