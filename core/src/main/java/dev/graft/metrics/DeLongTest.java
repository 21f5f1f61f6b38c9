package dev.graft.metrics;

import java.util.List;

/**
 * Whether the areas under the ROC curves of two models differ on the same images: DeLong's paired test, or Obuchowski's
 * clustered version of it where images belong together.
 *
 * @param first of the first model
 * @param second of the second
 * @param difference area of the first less that of the second
 * @param interval 95 %, normal
 * @param z the difference in standard errors; 0 if neither differs in anything, NaN if that is undefined
 * @param pValue probability of a difference at least as large if they are equally good, two-sided
 */
public record DeLongTest(RocArea first, RocArea second, double difference, Interval interval, double z, double pValue) {
    /**
     * Compares predictions of the same images, in any order.
     *
     * @param positiveClass index of the positive class
     * @param bootstrap knows the groups
     * @throws dev.graft.error.GraftException if the images or their classes differ
     */
    public static DeLongTest of(
            List<Prediction> first, List<Prediction> second, int positiveClass, Bootstrap bootstrap) {
        RocCovariance found =
                RocCovariance.of(List.of(first, PairedPredictions.inOrder(first, second)), positiveClass, bootstrap);
        double difference = found.area(0) - found.area(1);
        double variance = found.varianceOfDifference(0, 1);
        // Models that rank alike leave a variance of rounding errors.
        boolean alike = difference == 0 && variance < 1e-15;
        double error = alike ? 0 : Math.sqrt(variance);
        double z = alike ? 0 : difference / error;
        return new DeLongTest(
                RocArea.of(found.area(0), found.covariance(0, 0), found.units()),
                RocArea.of(found.area(1), found.covariance(1, 1), found.units()),
                difference,
                Normal.interval(difference, error),
                z,
                Normal.twoSided(z));
    }
}
