package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the probabilities of the positive class would have to be corrected for these images: logistic recalibration (Cox 1958),
 * {@code logit(p) = intercept + slope * logit(given p)}. A slope below 1 means that they are too extreme, above 1 not
 * extreme enough; a calibration in the large above 0 that they are too low as a whole, below 0 too high.
 *
 * <p>Intervals are Wald's. Where images belong together their errors are those of clusters (the sandwich of Liang and Zeger
 * 1986, with the correction of statsmodels for few clusters).
 *
 * @param intercept with the slope below; NaN if there is none: one class alone, equal probabilities, or all positive images
 *     above or below all others, where the best slope is infinite
 * @param slope likewise
 * @param inTheLarge intercept with a slope of 1; NaN for one class alone
 */
public record Recalibration(Figures.Estimate intercept, Figures.Estimate slope, Figures.Estimate inTheLarge) {
    private static final Figures.Estimate UNDEFINED = new Figures.Estimate(Double.NaN, Interval.UNKNOWN);

    /**
     * Fits both.
     *
     * @param predictions with known classes
     * @param positiveClass index of the positive class; of more than two, it is told from the rest
     * @param bootstrap knows the groups
     */
    public static Recalibration of(List<Prediction> predictions, int positiveClass, Bootstrap bootstrap) {
        double[] logits =
                predictions.stream().mapToDouble(p -> logit(p, positiveClass)).toArray();
        boolean[] positive = new boolean[logits.length];
        IntStream.range(0, logits.length)
                .forEach(i -> positive[i] = predictions.get(i).actual() == positiveClass);
        int[] units = bootstrap.units(predictions);
        var above = IntStream.range(0, logits.length)
                .filter(i -> positive[i])
                .mapToDouble(i -> logits[i])
                .summaryStatistics();
        var below = IntStream.range(0, logits.length)
                .filter(i -> !positive[i])
                .mapToDouble(i -> logits[i])
                .summaryStatistics();
        if (above.getCount() == 0
                || below.getCount() == 0
                || !Arrays.stream(logits).allMatch(Double::isFinite)) {
            return new Recalibration(UNDEFINED, UNDEFINED, UNDEFINED);
        }
        boolean apart = above.getMin() >= below.getMax() || above.getMax() <= below.getMin();
        LogisticFit line = new LogisticFit(logits, positive, units, true);
        double[] fitted = apart ? new double[] {Double.NaN, Double.NaN} : line.fit();
        double[] errors = apart ? fitted : line.errors(fitted);
        LogisticFit offset = new LogisticFit(logits, positive, units, false);
        double[] large = offset.fit();
        return new Recalibration(
                estimate(fitted[0], errors[0]),
                estimate(fitted[1], errors[1]),
                estimate(large[0], offset.errors(large)[0]));
    }

    private static Figures.Estimate estimate(double value, double error) {
        return new Figures.Estimate(value, Normal.interval(value, error));
    }

    /** Of the class against the rest; the others' sum keeps digits that 1 - p would lose. */
    private static double logit(Prediction p, int positiveClass) {
        double rest = IntStream.range(0, p.probabilities().size())
                .filter(c -> c != positiveClass)
                .mapToDouble(c -> p.probabilities().get(c))
                .sum();
        return Math.log(Math.max(p.probabilities().get(positiveClass), GroupScore.SMALLEST))
                - Math.log(Math.max(rest, GroupScore.SMALLEST));
    }
}
