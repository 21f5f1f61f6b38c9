package dev.graft.settings;

import dev.graft.error.GraftException;
import dev.graft.metrics.ThresholdRule;

/**
 * What a result tells.
 *
 * @param positiveClass the class that sensitivity and ROC describe; empty for the last one by name
 * @param threshold how a threshold for that class is chosen on the validation part, see {@link ThresholdRule#parse}
 * @param intervalWidth how wide the 95 % interval of the validation accuracy may be before the result says that there are
 *     too few images, above 0 and below 1
 * @param trainMetrics whether the train part is also measured in inference mode after each epoch
 */
public record EvaluationSettings(String positiveClass, String threshold, double intervalWidth, boolean trainMetrics) {
    /** @throws GraftException for a number out of range */
    public EvaluationSettings {
        threshold = text(ThresholdRule.parse(threshold));
        if (!(intervalWidth > 0 && intervalWidth < 1)) {
            throw new GraftException("Found a width of " + intervalWidth
                    + " for the accuracy's interval, expected above 0 and below 1, such as 0.1 for ten points.");
        }
    }

    private static String text(ThresholdRule rule) {
        return rule instanceof ThresholdRule.Sensitivity sensitivity ? "sensitivity:" + sensitivity.wanted() : "youden";
    }

    /** The rule of the threshold. */
    public ThresholdRule thresholdRule() {
        return ThresholdRule.parse(threshold);
    }

    public EvaluationSettings withPositiveClass(String name) {
        return new EvaluationSettings(name, threshold, intervalWidth, trainMetrics);
    }

    public EvaluationSettings withThreshold(ThresholdRule rule) {
        return new EvaluationSettings(positiveClass, text(rule), intervalWidth, trainMetrics);
    }

    public EvaluationSettings withIntervalWidth(double width) {
        return new EvaluationSettings(positiveClass, threshold, width, trainMetrics);
    }

    public EvaluationSettings withTrainMetrics(boolean measure) {
        return new EvaluationSettings(positiveClass, threshold, intervalWidth, measure);
    }
}
