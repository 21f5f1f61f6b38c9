package dev.graft.metrics;

/**
 * 95 % score interval of a share (Wilson 1927). Unlike the textbook normal interval it stays within 0..1 and is sound
 * for few trials and for shares of 0 or 1.
 */
public final class WilsonInterval {
    private static final double Z = Normal.Z;

    private WilsonInterval() {}

    /** @return unknown without trials, else within 0..1 */
    public static Interval of(long successes, long trials) {
        if (trials == 0) {
            return Interval.UNKNOWN;
        }
        double share = (double) successes / trials;
        double z2 = Z * Z / trials;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials)) / (1 + z2);
        // At 0 and at 1 the end is exact; only rounding would move it.
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
