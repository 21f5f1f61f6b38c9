package dev.graft.metrics;

import java.util.List;

/**
 * How well a model classified a set of images.
 *
 * <p>The binary figures (ROC-AUC, sensitivity, specificity, precision, F1, ROC curve) describe the positive class
 * against all others. A figure that is undefined for the data (no positive image, say) is NaN.
 *
 * @param images number of images
 * @param accuracy share classified correctly, 0..1
 * @param accuracyLow lower end of the 95 % Wilson interval of the accuracy
 * @param accuracyHigh upper end of it
 * @param balancedAccuracy mean recall over the classes that occur
 * @param logLoss mean negative natural logarithm of the probability given to the true class
 * @param brier mean squared error of the positive class's probability
 * @param rocAuc area under the ROC curve, ties counted half
 * @param sensitivity recall of the positive class
 * @param specificity recall of the other classes taken together
 * @param precision share of positive calls that are right
 * @param f1 harmonic mean of precision and sensitivity
 * @param confusion {@code confusion.get(actual).get(predicted)} = number of images
 * @param roc the ROC curve from (0, 0) to (1, 1)
 */
public record Evaluation(
        int images,
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double balancedAccuracy,
        double logLoss,
        double brier,
        double rocAuc,
        double sensitivity,
        double specificity,
        double precision,
        double f1,
        List<List<Integer>> confusion,
        List<RocPoint> roc) {
    public Evaluation {
        confusion = confusion.stream().map(List::copyOf).toList();
        roc = List.copyOf(roc);
    }
}
