package dev.graft.augment.quality;

/**
 * Fast normal noise: two values of one step of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, OOPSLA 2014), through the inverse of the normal distribution, taken as straight between 512ths of
 * probability; beyond the first and the last it is computed. Not safe for use by several threads.
 */
final class NormalNoise {
    private static final int BITS = 9;
    private static final int PIECES = 1 << BITS;
    private static final int REST = 32 - BITS;
    private static final float PER_REST = 1f / (1 << REST);

    private final float[] quantiles = new float[PIECES + 1];
    private long state;

    NormalNoise(long seed) {
        state = seed;
        for (int i = 1; i < PIECES; i++) {
            quantiles[i] = (float) NormalQuantile.of((double) i / PIECES);
        }
    }

    /** Adds noise, within 0..255. */
    void addTo(float[] plane, float deviation) {
        long at = state;
        int i = 0;
        for (; i + 1 < plane.length; i += 2) {
            at += 0x9E3779B97F4A7C15L;
            long bits = mixed(at);
            plane[i] = limited(plane[i] + deviation * value((int) bits));
            plane[i + 1] = limited(plane[i + 1] + deviation * value((int) (bits >>> 32)));
        }
        if (i < plane.length) {
            at += 0x9E3779B97F4A7C15L;
            plane[i] = limited(plane[i] + deviation * value((int) mixed(at)));
        }
        state = at;
    }

    private static long mixed(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static float limited(float value) {
        return Math.max(0, Math.min(255, value));
    }

    /** A normal value of 32 random bits. */
    private float value(int bits) {
        int piece = bits >>> REST;
        if (piece == 0 || piece == PIECES - 1) {
            return (float) NormalQuantile.of(((bits & 0xFFFFFFFFL) + 0.5) / (1L << 32));
        }
        float along = (bits & ((1 << REST) - 1)) * PER_REST;
        return quantiles[piece] + along * (quantiles[piece + 1] - quantiles[piece]);
    }
}
