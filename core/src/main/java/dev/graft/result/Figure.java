package dev.graft.result;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A figure of an evaluation, as every page names, writes and explains it.
 *
 * @param name for people
 * @param metric what it is of
 * @param figures where an evaluation holds it: among all, or in a mean over the classes
 * @param meaning a few words
 */
public record Figure(String name, Metric metric, Function<Evaluation, Figures> figures, String meaning) {
    /** The figures of these classes: of two classes those of the positive one, of more the means over all. */
    public static List<Figure> of(List<String> classNames, int positiveClass) {
        String positive = "“" + classNames.get(positiveClass) + "”";
        return Metric.onPages().stream()
                .filter(metric -> metric != Metric.TOP_FIVE_ACCURACY || classNames.size() > Metric.TOP)
                .flatMap(metric ->
                        metric.ofClasses() && classNames.size() > 2 ? means(metric) : figure(metric, positive))
                .toList();
    }

    private static Stream<Figure> figure(Metric metric, String positive) {
        return Stream.of(new Figure(metric.heading(), metric, Evaluation::figures, metric.meaning(positive)));
    }

    private static Stream<Figure> means(Metric metric) {
        return metric.means().stream()
                .map(mean -> new Figure(
                        metric.heading() + (mean.weighted() ? " (weighted)" : " (macro)"),
                        metric,
                        mean.weighted() ? Evaluation::weighted : Evaluation::macro,
                        "Mean over the classes, " + mean.how()));
    }

    /** The value of an evaluation; NaN if undefined. */
    public double value(Evaluation evaluation) {
        return figures.apply(evaluation).value(metric);
    }

    /** The value of an evaluation; a dash if undefined. */
    public String text(Evaluation evaluation) {
        return text(value(evaluation));
    }

    /** A value of this kind; a dash for NaN. */
    public String text(double number) {
        return Numbers.text(metric, number);
    }

    /** The interval of an evaluation's value; empty if there is none. */
    public String range(Evaluation evaluation) {
        Interval range = figures.apply(evaluation).interval(metric);
        return range.known() ? Numbers.range(metric, range) : "";
    }

    /** A distance between two values. */
    public String distance(double number) {
        return metric.notation() == Metric.Notation.SHARE && Double.isFinite(number)
                ? Numbers.setting(100 * number) + " points"
                : Numbers.threeDigits(number);
    }
}
