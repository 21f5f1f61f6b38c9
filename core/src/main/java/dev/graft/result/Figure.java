package dev.graft.result;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A figure of an evaluation, as every page names, writes and explains it.
 *
 * @param name for people
 * @param kind how it is written
 * @param value of an evaluation; NaN if undefined
 * @param interval of it; unknown if there is none
 * @param meaning a few words
 */
public record Figure(
        String name,
        Kind kind,
        ToDoubleFunction<Evaluation> value,
        Function<Evaluation, Interval> interval,
        String meaning) {
    /** Of so many classes or fewer the true one is always among the first five. */
    private static final int TOP = 5;

    /** How a value is written. */
    public enum Kind {
        /** A share, as percent. */
        SHARE,
        /** Between -1 and 1, with three decimals. */
        RATIO,
        /** Without an upper end, with three digits. */
        AMOUNT
    }

    /** The figures of these classes: of two classes those of the positive one, of more the means over all. */
    public static List<Figure> of(List<String> classNames, int positiveClass) {
        String positive = "“" + classNames.get(positiveClass) + "”";
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(
                        "Accuracy",
                        Kind.SHARE,
                        Evaluation::accuracy,
                        e -> e.intervals().accuracy(),
                        "Share classified correctly"),
                new Figure(
                        "Balanced accuracy",
                        Kind.SHARE,
                        Evaluation::balancedAccuracy,
                        e -> e.intervals().balancedAccuracy(),
                        "Mean share found over the classes, large or small")));
        figures.addAll(classNames.size() == 2 ? ranking(positive) : averaged());
        figures.addAll(classNames.size() == 2 ? decisions(positive) : List.of());
        figures.addAll(classNames.size() > TOP ? List.of(topFive()) : List.of());
        figures.addAll(overall(positive));
        return figures;
    }

    private static List<Figure> ranking(String positive) {
        return List.of(
                new Figure(
                        "ROC-AUC",
                        Kind.RATIO,
                        Evaluation::rocAuc,
                        e -> e.intervals().positive().rocAuc(),
                        "Chance that a random " + positive + " image ranks above a random other one"),
                new Figure(
                        "Average precision",
                        Kind.RATIO,
                        Evaluation::averagePrecision,
                        e -> e.intervals().positive().averagePrecision(),
                        "Area under the precision-recall curve (PR-AUC)"));
    }

    private static List<Figure> decisions(String positive) {
        return List.of(
                new Figure(
                        "Sensitivity",
                        Kind.SHARE,
                        Evaluation::sensitivity,
                        e -> e.intervals().positive().sensitivity(),
                        "Share of " + positive + " found"),
                new Figure(
                        "Specificity",
                        Kind.SHARE,
                        Evaluation::specificity,
                        e -> e.intervals().positive().specificity(),
                        "Share of the others not called " + positive),
                new Figure(
                        "Precision",
                        Kind.SHARE,
                        Evaluation::precision,
                        e -> e.intervals().positive().precision(),
                        "Share of the images called " + positive + " that are"),
                new Figure(
                        "F1",
                        Kind.RATIO,
                        Evaluation::f1,
                        e -> e.intervals().positive().f1(),
                        "Harmonic mean of precision and sensitivity"));
    }

    private static List<Figure> averaged() {
        return List.of(
                new Figure(
                        "ROC-AUC (macro)",
                        Kind.RATIO,
                        e -> e.macro().rocAuc(),
                        e -> e.intervals().macro().rocAuc(),
                        "Mean over the classes, each against the rest"),
                new Figure(
                        "F1 (macro)",
                        Kind.RATIO,
                        e -> e.macro().f1(),
                        e -> e.intervals().macro().f1(),
                        "Mean over the classes, every class alike"),
                new Figure(
                        "F1 (weighted)",
                        Kind.RATIO,
                        e -> e.weighted().f1(),
                        e -> e.intervals().weighted().f1(),
                        "Mean over the classes, each by its images"));
    }

    private static Figure topFive() {
        return new Figure(
                "Top-5 accuracy",
                Kind.SHARE,
                Evaluation::topFiveAccuracy,
                e -> e.intervals().topFiveAccuracy(),
                "Share whose class is among the five most probable ones");
    }

    private static List<Figure> overall(String positive) {
        return List.of(
                new Figure(
                        "Matthews correlation",
                        Kind.RATIO,
                        Evaluation::matthews,
                        e -> e.intervals().matthews(),
                        "1 perfect, 0 no better than chance; sound for unbalanced classes"),
                new Figure(
                        "Log loss",
                        Kind.AMOUNT,
                        Evaluation::logLoss,
                        e -> e.intervals().logLoss(),
                        "Cross-entropy; 0 is perfect"),
                new Figure(
                        "Brier score",
                        Kind.AMOUNT,
                        Evaluation::brier,
                        e -> e.intervals().brier(),
                        "Mean squared error of the probability of " + positive + "; 0 is perfect"));
    }

    /** The value of an evaluation; a dash if undefined. */
    public String text(Evaluation evaluation) {
        return text(value.applyAsDouble(evaluation));
    }

    /** A value of this kind; a dash for NaN. */
    public String text(double number) {
        return switch (kind) {
            case SHARE -> Numbers.percent(number);
            case RATIO -> Numbers.ratio(number);
            case AMOUNT -> Numbers.threeDigits(number);
        };
    }

    /** The interval of an evaluation's value; empty if there is none. */
    public String range(Evaluation evaluation) {
        Interval range = interval.apply(evaluation);
        if (!range.known()) {
            return "";
        }
        return switch (kind) {
            case SHARE -> Numbers.percentRange(range.low(), range.high());
            case RATIO -> Numbers.ratioRange(range);
            case AMOUNT -> Numbers.threeDigits(range.low()) + "–" + Numbers.threeDigits(range.high());
        };
    }

    /** A distance between two values. */
    public String distance(double number) {
        return kind == Kind.SHARE && Double.isFinite(number)
                ? Numbers.setting(100 * number) + " points"
                : Numbers.threeDigits(number);
    }
}
