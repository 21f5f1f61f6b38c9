package dev.graft.augment.mri;

/**
 * Complex Gaussian noise: its radius and its angle are independent (Box and Muller 1958), each is drawn from a table of
 * equally likely values. The mean square of the radius is exact, {@code 2 sigma^2}; the largest of 2048 radii is 4.1 sigma.
 */
final class ComplexNoise {
    private static final int RADII = 2048;
    private static final int ANGLES = 1024;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final float[] squares = new float[RADII];
    private final float[] radii = new float[RADII];
    private final float[] twiceCosines = new float[ANGLES];

    /** @param sigma standard deviation of the real part and of the imaginary part */
    ComplexNoise(double sigma) {
        // Half the squared radius is exponentially distributed: -log(u). Between u and w the mean of -log is that of
        // u - u log u. Its differences are the means of equal shares.
        double below = 0;
        for (int i = 0; i < RADII; i++) {
            double share = (i + 1.0) / RADII;
            double upTo = share - share * Math.log(share);
            double square = 2 * sigma * sigma * RADII * (upTo - below);
            below = upTo;
            squares[i] = (float) square;
            radii[i] = (float) Math.sqrt(square);
        }
        for (int i = 0; i < ANGLES; i++) {
            twiceCosines[i] = (float) (2 * Math.cos(2 * Math.PI * (i + 0.5) / ANGLES));
        }
    }

    /** Makes values the magnitudes of their sums with noise: {@code sqrt(A^2 + 2 A r cos(t) + r^2)}. */
    void magnitudes(float[] values, long seed) {
        long state = mixed(seed);
        for (int i = 0; i < values.length; i++) {
            state += GOLDEN_RATIO;
            long bits = mixed(state);
            int radius = (int) bits & (RADII - 1);
            int angle = (int) (bits >>> 32) & (ANGLES - 1);
            float value = values[i];
            float square = value * (value + radii[radius] * twiceCosines[angle]) + squares[radius];
            values[i] = (float) Math.sqrt(Math.max(0, square));
        }
    }

    // SplitMix64: Steele, Lea and Flood 2014, with Stafford's variant 13 of the mixing.
    private static long mixed(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
