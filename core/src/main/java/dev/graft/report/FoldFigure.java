package dev.graft.report;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A figure that a cross-validation tells.
 *
 * @param share whether it is written as percent
 */
record FoldFigure(
        String name, boolean share, ToDoubleFunction<Evaluation> value, Function<Evaluation, Interval> interval) {
    static List<FoldFigure> of(int classes) {
        List<FoldFigure> figures = new ArrayList<>(List.of(
                new FoldFigure(
                        "Accuracy",
                        true,
                        Evaluation::accuracy,
                        e -> e.intervals().accuracy()),
                new FoldFigure(
                        "Balanced accuracy",
                        true,
                        Evaluation::balancedAccuracy,
                        e -> e.intervals().balancedAccuracy())));
        figures.addAll(classes == 2 ? ofPositive() : averaged());
        figures.addAll(List.of(
                new FoldFigure(
                        "Matthews correlation",
                        false,
                        Evaluation::matthews,
                        e -> e.intervals().matthews()),
                new FoldFigure(
                        "Log loss",
                        false,
                        Evaluation::logLoss,
                        e -> e.intervals().logLoss()),
                new FoldFigure(
                        "Brier score",
                        false,
                        Evaluation::brier,
                        e -> e.intervals().brier())));
        return figures;
    }

    private static List<FoldFigure> ofPositive() {
        return List.of(
                new FoldFigure(
                        "ROC-AUC",
                        false,
                        Evaluation::rocAuc,
                        e -> e.intervals().positive().rocAuc()),
                new FoldFigure(
                        "Average precision",
                        false,
                        Evaluation::averagePrecision,
                        e -> e.intervals().positive().averagePrecision()),
                new FoldFigure(
                        "Sensitivity",
                        true,
                        Evaluation::sensitivity,
                        e -> e.intervals().positive().sensitivity()),
                new FoldFigure(
                        "Specificity",
                        true,
                        Evaluation::specificity,
                        e -> e.intervals().positive().specificity()),
                new FoldFigure(
                        "F1",
                        false,
                        Evaluation::f1,
                        e -> e.intervals().positive().f1()));
    }

    private static List<FoldFigure> averaged() {
        return List.of(
                new FoldFigure(
                        "ROC-AUC (macro)",
                        false,
                        e -> e.macro().rocAuc(),
                        e -> e.intervals().macro().rocAuc()),
                new FoldFigure(
                        "F1 (macro)",
                        false,
                        e -> e.macro().f1(),
                        e -> e.intervals().macro().f1()),
                new FoldFigure(
                        "F1 (weighted)",
                        false,
                        e -> e.weighted().f1(),
                        e -> e.intervals().weighted().f1()));
    }

    String text(double value) {
        return share ? Numbers.percent(value) : Numbers.ratio(value);
    }

    String text(Interval range) {
        return share ? Numbers.percentRange(range.low(), range.high()) : Numbers.ratioRange(range);
    }

    /** A distance between two values. */
    String distance(double value) {
        return share && Double.isFinite(value) ? Numbers.setting(100 * value) + " points" : Numbers.threeDigits(value);
    }
}
