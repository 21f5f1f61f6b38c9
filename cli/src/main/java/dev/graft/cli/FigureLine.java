package dev.graft.cli;

import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SplitComparison;
import java.util.Locale;

/** The figures that decide, in one line. */
final class FigureLine {
    private FigureLine() {}

    static String of(Evaluation e, int classes) {
        String accuracy = String.format(
                Locale.ROOT,
                "accuracy %.1f %% (95 %% interval %s)",
                100 * e.accuracy(),
                percents(e.interval(Metric.ACCURACY)));
        return classes == 2
                ? String.format(
                        Locale.ROOT,
                        "%s, ROC-AUC %.3f%s, sensitivity %.1f %%, specificity %.1f %%",
                        accuracy,
                        e.value(Metric.ROC_AUC),
                        ratios(e.interval(Metric.ROC_AUC)),
                        100 * e.value(Metric.SENSITIVITY),
                        100 * e.value(Metric.SPECIFICITY))
                : String.format(
                        Locale.ROOT,
                        "%s%s, balanced accuracy %.1f %%, macro F1 %.3f%s, macro ROC-AUC %.3f",
                        accuracy,
                        classes > Metric.TOP
                                ? String.format(
                                        Locale.ROOT,
                                        ", top-5 accuracy %.1f %%",
                                        100 * e.value(Metric.TOP_FIVE_ACCURACY))
                                : "",
                        100 * e.value(Metric.BALANCED_ACCURACY),
                        e.macro().value(Metric.F1),
                        ratios(e.macro().interval(Metric.F1)),
                        e.macro().value(Metric.ROC_AUC));
    }

    static String of(ChanceTest test) {
        return String.format(
                Locale.ROOT,
                "Leakage test: accuracy on shuffled labels %.1f %% (95 %% interval %s), chance %.1f %%: %s",
                100 * test.accuracy(),
                percents(test.interval()),
                100 * test.chance(),
                test.passed() ? "at chance, as it must be" : "ABOVE CHANCE, the split leaks");
    }

    static String of(SplitComparison comparison) {
        Interval added = comparison.addedInterval();
        return String.format(
                Locale.ROOT,
                "Leakage comparison: accuracy %.1f %% (95 %% interval %s) on a split image by image, %+.1f points%s",
                100 * comparison.imagewise().accuracy(),
                percents(comparison.imagewise().interval()),
                100 * comparison.added(),
                added.known()
                        ? String.format(Locale.ROOT, " (%+.1f to %+.1f)", 100 * added.low(), 100 * added.high())
                        : "");
    }

    private static String percents(Interval interval) {
        return String.format(Locale.ROOT, "%.1f-%.1f %%", 100 * interval.low(), 100 * interval.high());
    }

    private static String ratios(Interval interval) {
        return interval.known() ? String.format(Locale.ROOT, " (%.3f-%.3f)", interval.low(), interval.high()) : "";
    }
}
