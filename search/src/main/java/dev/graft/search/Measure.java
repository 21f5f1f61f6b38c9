package dev.graft.search;

import java.util.function.ToDoubleFunction;

/** What trials are chosen by, on the validation part. More is better. */
public enum Measure {
    /** Share classified correctly. */
    ACCURACY(PartScores::accuracy),
    /** Mean recall over classes. */
    BALANCED_ACCURACY(PartScores::balancedAccuracy),
    /** Area under the ROC curve. */
    ROC_AUC(PartScores::rocAuc),
    /** Mean logarithm of the probability given to the true class: the log loss, negated. */
    LOG_LIKELIHOOD(scores -> -scores.logLoss());

    private final ToDoubleFunction<PartScores> value;

    Measure(ToDoubleFunction<PartScores> value) {
        this.value = value;
    }

    /** The value; NaN if it is undefined. */
    public double of(PartScores scores) {
        return value.applyAsDouble(scores);
    }
}
