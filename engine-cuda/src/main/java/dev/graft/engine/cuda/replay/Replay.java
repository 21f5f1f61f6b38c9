package dev.graft.engine.cuda.replay;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import dev.graft.engine.cuda.nvidia.NvidiaDevice;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.PlanFile;
import dev.graft.engine.cuda.plan.PlanTable;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs files of workloads on a GPU, or on the processor in its place. Neither networks nor ND4J are needed. */
public final class Replay {
    static final String USAGE = """
            Replay COMMAND [OPTIONS] FILE...
              properties   what the GPU is, as cuDNN has it
              kernels      compiles the kernels for the processor into the folder --host
              print        commands of plans
              check        each distinct command against the processor
              steps        losses: two runs, captured and uncaptured, must give the same bits
              time         milliseconds of a step and of each command
              choices      milliseconds of cuDNN's first ways to compute each convolution
            --simulate             the processor in the GPU's place
            --beside-processor     steps: losses against the processor's
            --host FOLDER          kernels that are compiled for the processor (host-kernels)
            --processor NAME       what to compile them for (native)
            --out FILE             adds a line of JSON for each workload
            -n NUMBER              steps (20), runs (10) or choices (8)
            --part N --of NUMBER   check: each so-manieth command alone, so that several share the work
            --seconds NUMBER       check: begins with no command afterwards
            """;

    private final Options options;
    private final PrintStream out;
    private final KernelSource source = KernelSource.bundled();
    private final HostKernels host;
    private boolean right = true;

    private Replay(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.host = HostKernels.optimized(source, options.host(), options.processor());
    }

    /**
     * Does what the words of a command line say; without any, says which there are.
     *
     * @return whether all was right
     */
    public static boolean run(PrintStream out, String... words) {
        try {
            return new Replay(Options.of(words), out).run();
        } catch (GraftException e) {
            out.println(e.getMessage());
            return false;
        }
    }

    private boolean run() {
        switch (options.command()) {
            case "kernels" -> {
                out.println(host.compile(ElementType.F32));
                out.println(host.compile(ElementType.BF16));
            }
            case "print" -> options.files().forEach(file -> print(read(file)));
            case "properties" -> properties();
            case "check", "steps", "time", "choices" -> {
                try (Device device = device()) {
                    out.println("Device: " + device.describe());
                    options.files().forEach(file -> tryRun(file, device));
                }
            }
            default -> throw new GraftException("There is no command '" + options.command() + "'.\n" + USAGE);
        }
        return right;
    }

    private static Workload read(Path file) {
        return PlanFile.read(file, Workload.class);
    }

    private Device device() {
        return options.simulate() ? simulated() : NvidiaDevice.open(CudaLibraries.ofMachine(), 0);
    }

    private SimulatedDevice simulated() {
        return new SimulatedDevice(host, SimulatedDevice.Care.WRITTEN);
    }

    private void print(Workload workload) {
        out.println(workload.name());
        PlanTable.of(workload.plan()).forEach(out::println);
    }

    private void properties() {
        CudaLibraries libraries = CudaLibraries.ofMachine();
        try (NvidiaDevice device = NvidiaDevice.open(libraries, 0)) {
            out.println(device.describe());
            out.println("Libraries in " + libraries.folders());
            String properties = device.properties();
            out.println(properties);
            note(properties);
        }
    }

    /** One that fails does not keep the next from running. */
    private void tryRun(Path file, Device device) {
        try {
            run(read(file), device);
        } catch (GraftException e) {
            right = false;
            out.println(file + " FAILED: " + e.getMessage());
        }
    }

    private void run(Workload workload, Device device) {
        switch (options.command()) {
            case "check" -> check(workload, device);
            case "steps" -> steps(workload, device);
            case "time" -> {
                try (Timing timing = new Timing(device, workload)) {
                    Timing.Outcome outcome = timing.outcome(options.numberOr(10));
                    outcome.lines().forEach(out::println);
                    note(PlanFile.line(outcome));
                }
            }
            default -> choices(workload, device);
        }
    }

    private record Checked(String workload, int left, List<Check.Outcome> outcomes) {}

    private void check(Workload workload, Device device) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        List<Check.Outcome> outcomes = new ArrayList<>();
        int left = 0;
        try {
            left = new Check(device, simulated(), source)
                    .run(workload, number -> number % options.parts() == options.part(), outcomes, deadline);
        } catch (GraftException e) {
            right = false;
            out.println(workload.name() + " ended after " + outcomes.size() + " commands: " + e.getMessage());
        }
        note(PlanFile.line(new Checked(workload.name(), left, outcomes)));
        long wrong = outcomes.stream().filter(outcome -> !outcome.right()).count();
        right &= wrong == 0;
        out.printf(
                Locale.ROOT,
                "%s: %d distinct commands, %d wrong, %d not reached%n",
                workload.name(),
                outcomes.size() + left,
                wrong,
                left);
        outcomes.stream().filter(outcome -> !outcome.right()).forEach(outcome -> out.println("  WRONG " + outcome));
        outcomes.stream()
                .collect(Collectors.groupingBy(Check.Outcome::command, TreeMap::new, Collectors.toList()))
                .forEach((command, of) -> out.printf(
                        Locale.ROOT,
                        "  %-28s %4d distinct, largest error %.1e of %.0e allowed%n",
                        command,
                        of.size(),
                        of.stream().mapToDouble(Check.Outcome::error).max().orElse(0),
                        of.stream().mapToDouble(Check.Outcome::allowed).max().orElse(0)));
    }

    private void steps(Workload workload, Device device) {
        Optional<Device> processor = options.beside() ? Optional.of(simulated()) : Optional.empty();
        Steps.Outcome outcome = new Steps(workload, options.numberOr(20)).run(device, processor);
        boolean good = outcome.right(isNarrow(workload) ? 5e-2 : 1e-3);
        right &= good;
        note(PlanFile.line(outcome));
        out.printf(
                Locale.ROOT,
                "%s: %s, two runs %s, captured and uncaptured %s%s%n  %s%n",
                workload.name(),
                good ? "right" : "WRONG",
                outcome.equalRuns() ? "equal" : "DIFFER",
                outcome.equalUncaptured() ? "equal" : "DIFFER",
                outcome.distance()
                        .map(share -> String.format(Locale.ROOT, ", losses %.1e from the processor's", share))
                        .orElse(""),
                outcome.course().losses().stream()
                        .map(loss -> String.format(Locale.ROOT, "%.5f", loss))
                        .collect(Collectors.joining(" ")));
    }

    private static boolean isNarrow(Workload workload) {
        return workload.plan().steps().stream()
                .anyMatch(step -> step.command() instanceof Command.Convolution c && c.x().type() == ElementType.BF16);
    }

    private void choices(Workload workload, Device device) {
        if (device instanceof NvidiaDevice gpu) {
            Choices.Outcome outcome = Choices.of(gpu, workload, options.numberOr(8));
            outcome.lines(12).forEach(out::println);
            note(PlanFile.line(outcome));
        } else {
            out.println(workload.name() + ": only cuDNN has choices");
        }
    }

    private void note(String line) {
        options.out().ifPresent(file -> {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new GraftException(file + " cannot be written: " + e.getMessage() + ".", e);
            }
        });
    }
}
