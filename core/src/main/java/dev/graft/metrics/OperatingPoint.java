package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A threshold chosen on the validation part, and what it does there and on the test part.
 *
 * @param rule how it was chosen, in words
 * @param threshold images with at least this probability of the positive class are called positive, 0..1
 * @param validation flattered, for it was chosen there
 * @param test of 0 images without a test part
 */
public record OperatingPoint(String rule, double threshold, Figures validation, Figures test) {
    /** A threshold changes what is called positive, not how images rank. */
    public static final List<Metric> METRICS =
            Arrays.stream(Metric.values()).filter(Metric::ofCalls).toList();

    /** Shares of as many images whatever the threshold. */
    public static final Set<Metric> WITH_INTERVAL = Set.of(Metric.ACCURACY, Metric.SENSITIVITY, Metric.SPECIFICITY);

    /**
     * Chooses and applies a threshold.
     *
     * @return empty if there is none, see {@link ThresholdRule#choose}
     */
    public static Optional<OperatingPoint> of(
            ThresholdRule rule,
            List<Prediction> validation,
            List<Prediction> test,
            int positiveClass,
            Bootstrap bootstrap) {
        return rule.choose(validation, positiveClass).stream()
                .mapToObj(threshold -> new OperatingPoint(
                        rule.describe(),
                        threshold,
                        figures(validation, positiveClass, threshold, bootstrap),
                        figures(test, positiveClass, threshold, bootstrap)))
                .findFirst();
    }

    private static Figures figures(
            List<Prediction> predictions, int positiveClass, double threshold, Bootstrap bootstrap) {
        List<Prediction> called = predictions.stream()
                .map(p -> called(p, positiveClass, threshold))
                .toList();
        Figures found = Evaluation.of(called, 2, 1, bootstrap).figures();
        return Figures.of(
                found.images(),
                METRICS,
                metric -> WITH_INTERVAL.contains(metric)
                        ? found.estimate(metric)
                        : new Figures.Estimate(found.value(metric), Interval.UNKNOWN));
    }

    private static Prediction called(Prediction p, int positiveClass, double threshold) {
        boolean positive = p.probabilities().get(positiveClass) >= threshold;
        return new Prediction(
                p.image(), p.actual() == positiveClass ? 1 : 0, positive ? List.of(0.0, 1.0) : List.of(1.0, 0.0));
    }
}
