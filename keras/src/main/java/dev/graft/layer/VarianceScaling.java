package dev.graft.layer;

/**
 * How the initial values of a kernel are drawn: Keras's {@code VarianceScaling}. The variance is {@code scale / fan};
 * fans are counted as Keras counts them ({@code compute_fans} of {@code keras/src/initializers/random_initializers.py}),
 * which for a depthwise kernel and for strides is not how DL4J counts them.
 *
 * @param scale of the variance, positive
 * @param fan which number of units the variance is divided by
 * @param distribution of the values; the mean is 0
 */
public record VarianceScaling(double scale, Fan fan, Distribution distribution) {
    /** Standard deviation of a standard normal distribution that is cut off at two of its deviations. */
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

    /** Number of units on one side of a kernel. */
    public enum Fan {
        /** Values that one output is computed from. */
        IN,
        /** Values that one input has an effect on. */
        OUT,
        /** The mean of both. */
        AVERAGE
    }

    /** Shape of the distribution. */
    public enum Distribution {
        /** All values within the limits alike. */
        UNIFORM,
        /** A normal distribution, drawn again beyond two deviations. */
        TRUNCATED_NORMAL
    }

    /** Glorot, Bengio 2010: what Keras uses unless a layer says otherwise. */
    public static VarianceScaling glorotUniform() {
        return new VarianceScaling(1, Fan.AVERAGE, Distribution.UNIFORM);
    }

    /** Largest absolute value that is drawn. */
    public double limit(double fanIn, double fanOut) {
        double variance = variance(fanIn, fanOut);
        return distribution == Distribution.UNIFORM
                ? Math.sqrt(3 * variance)
                : 2 * Math.sqrt(variance) / TRUNCATED_DEVIATION;
    }

    /** Variance of the values. */
    public double variance(double fanIn, double fanOut) {
        double units = switch (fan) {
            case IN -> fanIn;
            case OUT -> fanOut;
            case AVERAGE -> (fanIn + fanOut) / 2;
        };
        return scale / Math.max(1, units);
    }
}
