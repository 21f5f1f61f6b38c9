package dev.graft.benchmarks;

import dev.graft.engine.Precision;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.replay.Workload;
import dev.graft.engine.cuda.replay.Workloads;
import dev.graft.error.GraftException;
import dev.graft.model.TransferModel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@link CudaTrainingStepBenchmark} would run, for people: what each case asks of a GPU, and how fast one could be at
 * best. Computed from plans and data sheets; nothing runs.
 */
final class CudaPlans {
    private final KnownGpu gpu;
    private final PrintStream out;

    CudaPlans(KnownGpu gpu, PrintStream out) {
        this.gpu = gpu;
        this.out = out;
    }

    /** Feature maps of a precision. */
    static ElementType maps(Precision precision) {
        return precision == Precision.BF16 ? ElementType.BF16 : ElementType.F32;
    }

    /** The step that a case is. */
    static Workload workload(EngineCase chosen) {
        try (TransferModel model = chosen.model()) {
            return Workloads.training(
                    chosen.backbone().spec().id(),
                    model,
                    model.resolve(chosen.freeze()),
                    maps(chosen.options().precision()),
                    chosen.batch());
        }
    }

    /** Prints a plan for each case; one that there is not is a line. */
    void print(CudaCases cases) {
        out.println("Computed from plans and " + gpu + "'s data sheet, not measured.");
        for (CudaCases.Words words : cases.all()) {
            out.println();
            try {
                EngineCase chosen = words.chosen();
                lines(chosen, workload(chosen).plan(), gpu).forEach(out::println);
            } catch (GraftException e) {
                out.println(e.getMessage());
            }
        }
    }

    /** A plan and its bound. */
    static List<String> lines(EngineCase chosen, DevicePlan plan, KnownGpu gpu) {
        Roofline limits = gpu.limits(chosen.options().precision());
        PlanBound bound = PlanBound.of(plan, limits);
        PlanBound.Row whole = bound.whole();
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s, the head and the last %d of %d layers, batch %d, %d px, %s",
                chosen.backbone().spec().id(),
                chosen.unfrozen(),
                chosen.backbone().spec().layers(),
                chosen.batch(),
                chosen.size(),
                chosen.options().precision()));
        lines.add(format("%-32s %8s %9s %9s %9s", "phase", "launches", "GB", "GFLOP", "ms"));
        bound.phases().forEach(row -> lines.add(line(row)));
        lines.add(line(whole));
        bound.kinds().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(kind -> lines.add(format("  %-30s %8d", kind.getKey(), kind.getValue())));
        lines.add(format(
                "%s: %.3f ms at best (%.0f GB/s, %.1f TFLOP/s, %.1f us a launch).",
                gpu, whole.milliseconds(), limits.gigabytes(), limits.gigaflops() / 1000, PlanBound.LAUNCH / 1000));
        return lines;
    }

    private static String line(PlanBound.Row row) {
        return format(
                "%-32s %8d %9.3f %9.1f %9.3f",
                row.name(), row.commands(), row.bytes() / 1e9, row.flops() / 1e9, row.milliseconds());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
