package dev.graft.benchmarks;

import dev.graft.benchmarks.ProfileSummary.LongestOperation;
import dev.graft.engine.Precision;
import java.util.List;
import java.util.Locale;

/** A summary as people read it. */
final class ProfileText {
    private static final String HEADER = "%-52s %6s %9s %6s %8s %7s %8s%n";
    private static final String ROW = "%-52s %6.0f %9s %5.1f%% %8.1f %7.1f %7.0f%%%s%n";

    private ProfileText() {}

    /** @param last what the summary's last calls were timed by */
    static String of(ProfileSummary summary, TimedCalls last, Precision precision) {
        StringBuilder text = new StringBuilder();
        text.append(format(
                "One call took %.1f ms (mean of %d), %.1f of them between operations; %s clock, %s.%n",
                summary.milliseconds(),
                summary.invocations(),
                summary.millisecondsBetween(),
                last.clock(),
                last.where()));
        text.append(format(
                "The machine now: %.0f GFLOP/s (matrix product or convolution, %s), %.1f GB/s (copy).%n%n",
                summary.limits().gigaflops(), precision, summary.limits().gigabytes()));
        rows(text, "phase", summary.phases());
        rows(text, "operations", summary.kinds());
        longest(text, summary.longest());
        if (!last.more().isEmpty()) {
            text.append(format("%n%s%n", last.more()));
        }
        return text.toString();
    }

    private static void rows(StringBuilder text, String title, List<ProfileRow> rows) {
        header(text, title);
        rows.forEach(row -> row(text, row.name(), row, ""));
        text.append(format("%n"));
    }

    private static void longest(StringBuilder text, List<LongestOperation> longest) {
        if (longest.isEmpty()) {
            return;
        }
        header(text, "longest operations");
        for (LongestOperation each : longest) {
            var operation = each.operation();
            row(
                    text,
                    operation.operation(),
                    each.row(),
                    "  " + operation.layer() + ", " + operation.shape() + ", " + operation.implementation());
        }
    }

    private static void header(StringBuilder text, String title) {
        text.append(format(HEADER, title, "number", "ms", "share", "GFLOP/s", "GB/s", "roofline"));
    }

    private static void row(StringBuilder text, String name, ProfileRow row, String more) {
        text.append(format(
                ROW,
                name,
                row.operations(),
                // Kernels of GPUs take microseconds.
                format(row.milliseconds() < 0.1 ? "%.4f" : "%.2f", row.milliseconds()),
                100 * row.share(),
                row.gigaflops(),
                row.gigabytes(),
                100 * row.roofline(),
                more));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
