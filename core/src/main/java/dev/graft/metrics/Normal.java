package dev.graft.metrics;

import org.apache.commons.numbers.gamma.Erfc;

/** The standard normal distribution, and the logistic function. */
final class Normal {
    /** 97.5 % quantile. */
    static final double Z = 1.959963984540054;

    private Normal() {}

    /** Probability of a value at least as far from 0; NaN for NaN. */
    static double twoSided(double z) {
        return Erfc.value(Math.abs(z) / Math.sqrt(2));
    }

    /** 95 % interval of an estimate with this standard error; unknown unless both are finite. */
    static Interval interval(double estimate, double error) {
        return Double.isFinite(estimate) && Double.isFinite(error)
                ? new Interval(estimate - Z * error, estimate + Z * error)
                : Interval.UNKNOWN;
    }

    static double logistic(double x) {
        return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    }
}
