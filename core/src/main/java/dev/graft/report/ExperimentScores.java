package dev.graft.report;

import dev.graft.result.Finding;
import java.util.List;

/**
 * What one trial came to, on the validation part. The test part is not here: nobody shall choose by it. Undefined figures
 * are NaN.
 *
 * @param accuracy share classified correctly, 0..1
 * @param accuracyLow lower end of its 95 % Wilson interval
 * @param accuracyHigh upper end of it
 * @param balancedAccuracy mean recall over classes
 * @param logLoss mean negative natural logarithm of the probability given to the true class
 * @param rocAuc area under the ROC curve
 * @param sensitivity recall of the positive class
 * @param specificity recall of the others
 * @param f1 of the positive class
 * @param course after each epoch
 * @param bestEpoch number of the epoch that was kept, from 1; 0 if none was
 * @param secondsPerEpoch mean wall time of an epoch
 * @param parameters of the whole network
 * @param trainableParameters those that learnt
 * @param findings what is remarkable
 */
public record ExperimentScores(
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double balancedAccuracy,
        double logLoss,
        double rocAuc,
        double sensitivity,
        double specificity,
        double f1,
        List<Epoch> course,
        int bestEpoch,
        double secondsPerEpoch,
        long parameters,
        long trainableParameters,
        List<Finding> findings) {
    public ExperimentScores {
        course = List.copyOf(course);
        findings = List.copyOf(findings);
    }

    /**
     * The validation part after an epoch.
     *
     * @param loss mean cross-entropy; NaN or infinite after a diverged epoch
     * @param accuracy 0..1
     */
    public record Epoch(double loss, double accuracy) {}
}
