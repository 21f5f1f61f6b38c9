package dev.graft.augment.quality;

/**
 * Fast normal noise: four values of one step of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, OOPSLA 2014), 16 bits each, through the inverse of the normal distribution. That is taken as straight between
 * 512ths of probability, and exact in the first and the last of them. No value is beyond 4.4. Not safe for use by several
 * threads.
 */
final class NormalNoise {
    private static final int PIECES = 512;
    private static final int PER_PIECE = (1 << 16) / PIECES;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final float[] quantiles = new float[PIECES + 1];
    private final float[] tail = new float[PER_PIECE];
    private long state;

    NormalNoise(long seed) {
        state = seed;
        for (int i = 1; i < PIECES / 2; i++) {
            quantiles[i] = (float) NormalQuantile.of((double) i / PIECES);
            quantiles[PIECES - i] = -quantiles[i];
        }
        for (int i = 0; i < PER_PIECE; i++) {
            tail[i] = (float) NormalQuantile.of((i + 0.5) / (1 << 16));
        }
    }

    /**
     * Draws values.
     *
     * @param noise is filled
     */
    void draw(float[] noise) {
        long at = state;
        int i = 0;
        for (; i + 3 < noise.length; i += 4) {
            at += STEP;
            long bits = mixed(at);
            noise[i] = value((int) bits & 0xFFFF);
            noise[i + 1] = value((int) (bits >>> 16) & 0xFFFF);
            noise[i + 2] = value((int) (bits >>> 32) & 0xFFFF);
            noise[i + 3] = value((int) (bits >>> 48));
        }
        for (; i < noise.length; i++) {
            at += STEP;
            noise[i] = value((int) mixed(at) & 0xFFFF);
        }
        state = at;
    }

    private static long mixed(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A normal value of 16 random bits. */
    private float value(int bits) {
        int piece = bits / PER_PIECE;
        if (piece == 0) {
            return tail[bits];
        }
        if (piece == PIECES - 1) {
            return -tail[0xFFFF - bits];
        }
        float along = (bits % PER_PIECE + 0.5f) * (1f / PER_PIECE);
        return quantiles[piece] + along * (quantiles[piece + 1] - quantiles[piece]);
    }
}
