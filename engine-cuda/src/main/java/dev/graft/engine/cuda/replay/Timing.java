package dev.graft.engine.cuda.replay;

import dev.graft.engine.compiled.PlannedOperation;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.PlanTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** A workload on a device, to be timed. */
public final class Timing implements AutoCloseable {
    private static final int ROUNDS = 5;

    private final Workload workload;
    private final Bound bound;
    private final Executable executable;
    private final Runnable inputs;
    private Optional<DoubleSupplier> before = Optional.empty();
    private int steps;

    /** @throws dev.graft.error.GraftException if the device has too little memory or cannot run the plan */
    public Timing(Device device, Workload workload) {
        this.workload = workload;
        this.bound = new Bound(device, workload);
        try {
            this.inputs = bound.inputs();
            this.executable = device.prepare(workload.plan(), bound.memory());
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    /**
     * Of a command.
     *
     * @param bytes of all that it touches
     * @param flops of a convolution
     */
    public record Row(String command, String layer, String size, double milliseconds, long bytes, long flops) {}

    /**
     * Of a step.
     *
     * @param milliseconds of a step after another, the median of some rounds
     * @param withInputs of a step after another with new inputs from the host, and the loss of the one before told
     * @param rows of the plan's commands, in order
     */
    public record Outcome(String workload, int batch, double milliseconds, double withInputs, List<Row> rows) {
        /** For people: all kinds of commands, those that take longest first. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            double sum = rows.stream().mapToDouble(Row::milliseconds).sum();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %.3f ms a step, %.3f ms with inputs and loss; %d commands, %.3f ms by themselves",
                    workload,
                    milliseconds,
                    withInputs,
                    rows.size(),
                    sum));
            Map<String, List<Row>> kinds = rows.stream().collect(Collectors.groupingBy(Row::command));
            kinds.entrySet().stream()
                    .sorted(Comparator.comparingDouble(entry -> -total(entry.getValue())))
                    .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue(), sum)));
            return lines;
        }

        private static double total(List<Row> rows) {
            return rows.stream().mapToDouble(Row::milliseconds).sum();
        }

        private static String line(String kind, List<Row> rows, double sum) {
            double milliseconds = total(rows);
            return String.format(
                    Locale.ROOT,
                    "  %-28s %4d times %9.3f ms %5.1f %% %8.0f GB/s %8.1f TFLOP/s",
                    kind,
                    rows.size(),
                    milliseconds,
                    100 * milliseconds / sum,
                    rows.stream().mapToLong(Row::bytes).sum() / milliseconds / 1e6,
                    rows.stream().mapToLong(Row::flops).sum() / milliseconds / 1e9);
        }
    }

    /** A step on what lies there, until it is done; returns its loss, or what an inference's first output is on average. */
    public double step() {
        executable.run();
        return bound.result();
    }

    /**
     * A step with inputs, number and learning rate from the host, as a training gives them: its loss is asked for when the next
     * one has begun. To be called first.
     *
     * @return the loss of the step before; of the first step its own
     */
    public double stepWithInputs() {
        inputs.run();
        bound.tell(steps++);
        executable.run();
        DoubleSupplier begun = bound.resultLater();
        DoubleSupplier known = before.orElse(begun);
        before = Optional.of(begun);
        return known.getAsDouble();
    }

    /** @param runs of a round, and of the commands */
    public Outcome outcome(int runs) {
        stepWithInputs();
        double[] alone = new double[ROUNDS];
        double[] withInputs = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            for (int run = 0; run < runs; run++) {
                executable.run();
            }
            bound.result();
            alone[round] = (System.nanoTime() - from) / 1e6 / runs;
            from = System.nanoTime();
            for (int run = 0; run < runs; run++) {
                stepWithInputs();
            }
            bound.result();
            withInputs[round] = (System.nanoTime() - from) / 1e6 / runs;
        }
        return new Outcome(workload.name(), workload.plan().batch(), median(alone), median(withInputs), rows(runs));
    }

    /** Times of commands, each as one of the whole: the median of some runs. */
    public List<Row> rows(int runs) {
        return rows(workload.plan(), executable.profile(runs));
    }

    @Override
    public void close() {
        executable.close();
        bound.close();
    }

    private static double median(double[] times) {
        return Arrays.stream(times).sorted().toArray()[times.length / 2];
    }

    private static List<Row> rows(DevicePlan plan, double[] milliseconds) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < milliseconds.length; i++) {
            DevicePlan.Step step = plan.steps().get(i);
            PlannedOperation operation = plan.operations().get(step.operation());
            Command command = step.command();
            rows.add(new Row(
                    PlanTable.name(command),
                    operation.phase() + " " + operation.layer(),
                    PlanTable.size(command),
                    milliseconds[i],
                    PlanTable.bytes(command),
                    PlanTable.flops(command)));
        }
        return rows;
    }
}
