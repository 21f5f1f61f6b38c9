package dev.graft.metrics;

/**
 * 95 % score interval of a share (Wilson 1927). Unlike the textbook normal interval it stays within 0..1 and is sound
 * for few trials and for shares of 0 or 1.
 *
 * @param low lower end, 0..1; NaN without trials
 * @param high upper end, 0..1; NaN without trials
 */
record WilsonInterval(double low, double high) {
    /** 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    static WilsonInterval of(int successes, int trials) {
        if (trials == 0) {
            return new WilsonInterval(Double.NaN, Double.NaN);
        }
        double share = (double) successes / trials;
        double z2 = Z * Z / trials;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials)) / (1 + z2);
        // At 0 and at 1 the end is exact; only rounding would move it.
        return new WilsonInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
