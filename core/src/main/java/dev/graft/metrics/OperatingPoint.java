package dev.graft.metrics;

import java.util.List;
import java.util.Optional;

/**
 * A threshold chosen on the validation part, and what it does there and on the test part.
 *
 * @param rule how it was chosen, in words
 * @param threshold images with at least this probability of the positive class are called positive, 0..1
 * @param validation flattered, for it was chosen there
 * @param test of 0 images without a test part
 */
public record OperatingPoint(String rule, double threshold, ThresholdFigures validation, ThresholdFigures test) {
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
                        ThresholdFigures.of(validation, positiveClass, threshold, bootstrap),
                        ThresholdFigures.of(test, positiveClass, threshold, bootstrap)))
                .findFirst();
    }
}
