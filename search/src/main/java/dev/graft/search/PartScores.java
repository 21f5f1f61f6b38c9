package dev.graft.search;

import dev.graft.metrics.Evaluation;

/**
 * The figures of an {@link Evaluation} that trials are compared by, with the same meaning; undefined ones are NaN.
 *
 * @param accuracyLow lower end of the accuracy's 95 % Wilson interval
 * @param accuracyHigh upper end of it
 */
public record PartScores(
        int images,
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double balancedAccuracy,
        double logLoss,
        double rocAuc,
        double sensitivity,
        double specificity,
        double f1) {
    /** Those of an evaluation. */
    public static PartScores of(Evaluation e) {
        return new PartScores(
                e.images(),
                e.accuracy(),
                e.accuracyLow(),
                e.accuracyHigh(),
                e.balancedAccuracy(),
                e.logLoss(),
                e.rocAuc(),
                e.sensitivity(),
                e.specificity(),
                e.f1());
    }
}
