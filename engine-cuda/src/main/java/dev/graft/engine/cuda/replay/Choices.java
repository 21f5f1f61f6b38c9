package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.nvidia.ConvolutionChoice;
import dev.graft.engine.cuda.nvidia.NvidiaDevice;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.PlanTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long cuDNN's ways to compute the convolutions of a workload take. */
final class Choices {
    private Choices() {}

    /**
     * Of a convolution.
     *
     * @param times how often the workload has it
     * @param choices in cuDNN's order: the first is what is used
     */
    record Row(String command, String size, long times, long flops, List<ConvolutionChoice> choices) {
        private Optional<ConvolutionChoice> fastest() {
            return choices.stream()
                    .filter(choice -> !Double.isNaN(choice.milliseconds()))
                    .min(Comparator.comparingDouble(ConvolutionChoice::milliseconds));
        }

        private double saved() {
            return times
                    * fastest()
                            .map(choice -> choices.get(0).milliseconds() - choice.milliseconds())
                            .orElse(0.0);
        }
    }

    /** Of a workload. */
    record Outcome(String workload, List<Row> rows) {
        /** For people: those where another choice would save most. */
        List<String> lines(int most) {
            List<String> lines = new ArrayList<>();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %d distinct convolutions; the fastest of each would save %.3f ms a step",
                    workload,
                    rows.size(),
                    rows.stream().mapToDouble(Row::saved).sum()));
            rows.stream()
                    .sorted(Comparator.comparingDouble(row -> -row.saved()))
                    .limit(most)
                    .forEach(row -> row.fastest().ifPresent(fastest -> lines.add(line(row, fastest))));
            return lines;
        }

        private static String line(Row row, ConvolutionChoice fastest) {
            ConvolutionChoice first = row.choices.get(0);
            return String.format(
                    Locale.ROOT,
                    "  %-20s %-40s %2d times %.4f ms by engine %d, %.4f ms by choice %d, engine %d",
                    row.command,
                    row.size,
                    row.times,
                    first.milliseconds(),
                    first.engine(),
                    fastest.milliseconds(),
                    fastest.place(),
                    fastest.engine());
        }
    }

    /** @param most ways of each convolution */
    static Outcome of(NvidiaDevice device, Workload workload, int most) {
        Map<Command, Long> times = new LinkedHashMap<>();
        Map<Command, Command.Convolution> distinct = new LinkedHashMap<>();
        workload.plan().steps().forEach(step -> {
            if (step.command() instanceof Command.Convolution convolution) {
                Command key = new IsolatedCommand(convolution).command();
                times.merge(key, 1L, Long::sum);
                distinct.putIfAbsent(key, convolution);
            }
        });
        try (Bound bound = new Bound(device, workload);
                Executable executable = device.prepare(workload.plan(), bound.memory())) {
            bound.tell(0);
            executable.run();
            bound.result();
            List<Row> rows = new ArrayList<>();
            distinct.forEach((key, convolution) -> rows.add(new Row(
                    PlanTable.name(key),
                    PlanTable.size(key),
                    times.getOrDefault(key, 0L),
                    PlanTable.flops(key),
                    device.choices(executable, convolution, most))));
            return new Outcome(workload.name(), rows);
        }
    }
}
