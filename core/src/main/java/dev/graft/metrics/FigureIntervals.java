package dev.graft.metrics;

import java.util.List;

/**
 * 95 % intervals of an {@link Evaluation}'s figures, by the same names; {@link Bootstrap} says how they are found. An
 * interval is {@linkplain Interval#UNKNOWN unknown} where the figure is undefined, and where no resample differs, as for
 * a ROC-AUC of 1: images without an error cannot tell how many errors others would show.
 *
 * @param units how many groups, or images that stand for themselves, the images are
 * @param byGroup whether some images belong together
 * @param resamples how many were drawn; 0 if there are Wilson's intervals alone
 * @param accuracy share classified correctly
 * @param topFiveAccuracy share whose class is among the five most probable ones
 * @param positive of the positive class
 * @param classes one per class
 */
public record FigureIntervals(
        int units,
        boolean byGroup,
        int resamples,
        Interval accuracy,
        Interval topFiveAccuracy,
        Interval balancedAccuracy,
        Interval logLoss,
        Interval brier,
        Interval matthews,
        ClassIntervals positive,
        List<ClassIntervals> classes,
        AverageIntervals macro,
        AverageIntervals weighted) {
    public FigureIntervals {
        classes = List.copyOf(classes);
    }
}
