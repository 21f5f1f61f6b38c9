package dev.graft.augment.mix;

import dev.graft.error.GraftException;
import java.util.random.RandomGenerator;

/**
 * Draws from the Beta distribution with two equal parameters, as the share of one of two Gamma draws in their sum. Those are
 * drawn as by Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000).
 */
record SymmetricBeta(double alpha) {
    SymmetricBeta {
        if (!(alpha > 0 && alpha <= 1000)) {
            throw new GraftException("The alpha of a mixing is a number above 0, to 1000, found " + alpha
                    + ". Usual are 0.2 for MixUp and 1 for CutMix; the smaller, the less is mixed.");
        }
    }

    /** A value from 0 to 1. */
    double draw(RandomGenerator random) {
        // In logarithms, for with a small alpha both would often be too small for a double.
        double difference = logGamma(random) - logGamma(random);
        return 1 / (1 + Math.exp(-difference));
    }

    /** Logarithm of a value with shape alpha: one with shape alpha + 1, times a uniform value to the power of 1 / alpha. */
    private double logGamma(RandomGenerator random) {
        double d = alpha + 1 - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            double u = 1 - random.nextDouble();
            if (root > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return Math.log(d * v) + Math.log(1 - random.nextDouble()) / alpha;
            }
        }
    }
}
