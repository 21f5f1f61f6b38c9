package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An accuracy as a mark on a bar, for the eye alone: the numbers stand beside it. All are shares of the bar in percent.
 *
 * @param low lower end of the interval
 * @param width of the interval
 */
record Scale(String low, String width, String baseline, String point) {
    /** An accuracy with its interval between 0 and 1; null without images. */
    static @Nullable Scale of(Evaluation e, double baseline) {
        return e.images() == 0
                ? null
                : new Scale(
                        percent(e.interval(Metric.ACCURACY).low()),
                        percent(e.interval(Metric.ACCURACY).high()
                                - e.interval(Metric.ACCURACY).low()),
                        percent(baseline),
                        percent(e.accuracy()));
    }

    /** As style sheets write it, {@code 12.5%}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", share * 100);
    }
}
