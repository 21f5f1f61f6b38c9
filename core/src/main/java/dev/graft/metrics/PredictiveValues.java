package dev.graft.metrics;

import dev.graft.error.GraftException;
import java.util.function.DoubleUnaryOperator;

/**
 * What a call means where the class is rarer or more common than among the measured images: by Bayes from sensitivity and
 * specificity, which must be the same there.
 *
 * <p>Intervals are put together from those of sensitivity and specificity, by the logarithms of the likelihood ratios (square
 * and add, Zou and Donner 2008), as if positive and other images were of different groups. Where a ratio is 0 or infinite they
 * go from the one's end to the other's, which is rather too wide.
 *
 * @param prevalence share of positive images, above 0 and below 1
 * @param positive share of those called positive that are (PPV)
 * @param negative share of those not called positive that are not (NPV); both are NaN where no image gets such a call
 */
public record PredictiveValues(double prevalence, Figures.Estimate positive, Figures.Estimate negative) {
    /**
     * At a prevalence.
     *
     * @param figures with sensitivity and specificity
     * @throws GraftException if it is out of range
     */
    public static PredictiveValues of(double prevalence, Figures figures) {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new GraftException(
                    "Found a prevalence of " + prevalence + ", expected above 0 and below 1, such as 0.05 for 5 %.");
        }
        Figures.Estimate found = figures.estimate(Metric.SENSITIVITY);
        Figures.Estimate cleared = figures.estimate(Metric.SPECIFICITY);
        double odds = prevalence / (1 - prevalence);
        return new PredictiveValues(
                prevalence, value(odds, found, complement(cleared)), value(1 / odds, cleared, complement(found)));
    }

    /** Odds after a call are the odds before it times the ratio of how often both kinds get it. */
    private static Figures.Estimate value(double odds, Figures.Estimate rightly, Figures.Estimate wrongly) {
        DoubleUnaryOperator probability = ratio -> 1 / (1 + 1 / (odds * ratio));
        double value = probability.applyAsDouble(rightly.value() / wrongly.value());
        Interval ratio = ratio(rightly, wrongly);
        return Double.isNaN(value)
                ? new Figures.Estimate(value, Interval.UNKNOWN)
                : new Figures.Estimate(
                        value,
                        new Interval(probability.applyAsDouble(ratio.low()), probability.applyAsDouble(ratio.high())));
    }

    private static Interval ratio(Figures.Estimate above, Figures.Estimate below) {
        if (!(above.value() > 0 && below.value() > 0)) {
            return new Interval(
                    above.interval().low() / below.interval().high(),
                    above.interval().high() / below.interval().low());
        }
        Interval logarithm = Interval.ofDifference(
                Math.log(above.value()), logarithm(above.interval()),
                Math.log(below.value()), logarithm(below.interval()));
        return new Interval(Math.exp(logarithm.low()), Math.exp(logarithm.high()));
    }

    private static Interval logarithm(Interval interval) {
        return new Interval(Math.log(interval.low()), Math.log(interval.high()));
    }

    private static Figures.Estimate complement(Figures.Estimate share) {
        return new Figures.Estimate(
                1 - share.value(),
                new Interval(1 - share.interval().high(), 1 - share.interval().low()));
    }
}
