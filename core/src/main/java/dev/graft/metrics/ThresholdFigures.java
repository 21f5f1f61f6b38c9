package dev.graft.metrics;

import java.util.List;

/**
 * How images are classified when those with at least a threshold's probability are called positive. Undefined figures are
 * NaN.
 *
 * @param images number of images; 0 without a part to apply it to
 * @param accuracy share classified correctly as positive or not
 * @param balancedAccuracy mean of sensitivity and specificity
 * @param sensitivity share of positive images found
 * @param specificity share of the others cleared
 * @param precision share of positive calls that are right
 * @param f1 harmonic mean of precision and sensitivity
 * @param matthews Matthews correlation
 * @param accuracyInterval 95 % interval, see {@link Bootstrap}
 * @param sensitivityInterval likewise
 * @param specificityInterval likewise
 */
public record ThresholdFigures(
        int images,
        double accuracy,
        double balancedAccuracy,
        double sensitivity,
        double specificity,
        double precision,
        double f1,
        double matthews,
        Interval accuracyInterval,
        Interval sensitivityInterval,
        Interval specificityInterval) {
    static ThresholdFigures of(List<Prediction> predictions, int positiveClass, double threshold, Bootstrap bootstrap) {
        List<Prediction> called = predictions.stream()
                .map(p -> called(p, positiveClass, threshold))
                .toList();
        Evaluation e = Evaluation.of(called, 2, 1, bootstrap);
        return new ThresholdFigures(
                e.images(),
                e.accuracy(),
                e.balancedAccuracy(),
                e.sensitivity(),
                e.specificity(),
                e.precision(),
                e.f1(),
                e.matthews(),
                e.intervals().accuracy(),
                e.intervals().positive().sensitivity(),
                e.intervals().positive().specificity());
    }

    private static Prediction called(Prediction p, int positiveClass, double threshold) {
        boolean positive = p.probabilities().get(positiveClass) >= threshold;
        return new Prediction(
                p.image(), p.actual() == positiveClass ? 1 : 0, positive ? List.of(0.0, 1.0) : List.of(1.0, 0.0));
    }
}
