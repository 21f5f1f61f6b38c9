package dev.graft.data;

import dev.graft.error.GraftException;

/**
 * What share of the images each part is to get.
 *
 * @param train above 0
 * @param validation above 0
 * @param test 0 for no test part, or above
 */
public record SplitFractions(double train, double validation, double test) {
    private static final double ROUNDING = 1e-6;

    /** @throws GraftException if a share is out of range or they do not add up to 1 */
    public SplitFractions {
        boolean inRange = train > 0 && validation > 0 && test >= 0;
        if (!inRange || !(Math.abs(train + validation + test - 1) <= ROUNDING)) {
            throw new GraftException("The shares of train, validation and test are " + train + ", " + validation
                    + " and " + test + ". Expected train and validation above 0, test 0 or above, together 1,"
                    + " for example 0.7, 0.15 and 0.15.");
        }
    }

    /** 70 % to learn from, 15 % to choose by, 15 % sealed. */
    public static SplitFractions defaults() {
        return new SplitFractions(0.70, 0.15, 0.15);
    }

    /** The shares of the parts that exist, train first. */
    double[] present() {
        return test == 0 ? new double[] {train, validation} : new double[] {train, validation, test};
    }
}
