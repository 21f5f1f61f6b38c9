package dev.graft.metrics;

import java.util.List;

/**
 * The area under the ROC curve with DeLong's variance, or Obuchowski's where images belong together.
 *
 * @param area chance that a positive image ranks above another, ties half; NaN unless there are both
 * @param variance of it; NaN unless at least two units have positive images and two have others
 * @param interval 95 %, of the area's log odds and so within 0..1; unknown for an area of exactly 0 or 1
 * @param units groups, or images that stand for themselves
 * @see <a href="https://doi.org/10.2307/2531595">DeLong, DeLong, Clarke-Pearson: Comparing the Areas under Two or More
 *     Correlated ROC Curves. Biometrics 1988</a>
 * @see <a href="https://doi.org/10.2307/2533958">Obuchowski: Nonparametric Analysis of Clustered ROC Curve Data. Biometrics
 *     1997</a>
 */
public record RocArea(double area, double variance, Interval interval, int units) {
    /**
     * Measures it.
     *
     * @param predictions with known classes
     * @param positiveClass index of the positive class
     * @param bootstrap knows the groups
     */
    public static RocArea of(List<Prediction> predictions, int positiveClass, Bootstrap bootstrap) {
        RocCovariance found = RocCovariance.of(List.of(predictions), positiveClass, bootstrap);
        return of(found.area(0), found.covariance(0, 0), found.units());
    }

    static RocArea of(double area, double variance, int units) {
        if (!(area > 0 && area < 1) || !(variance > 0)) {
            return new RocArea(area, variance, Interval.UNKNOWN, units);
        }
        double logOdds = Math.log(area / (1 - area));
        double half = Normal.Z * Math.sqrt(variance) / (area * (1 - area));
        return new RocArea(
                area, variance, new Interval(Normal.logistic(logOdds - half), Normal.logistic(logOdds + half)), units);
    }
}
