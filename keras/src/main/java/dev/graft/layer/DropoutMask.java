package dev.graft.layer;

/**
 * The factors by which {@link SeededDropout} multiplies: 0, or {@code 1 / (1 - rate)}. Each depends only on the seed, the
 * number of the training step and the value's place, so engines can draw any part of a mask, in any order and again.
 *
 * @param rate probability to drop a value, in [0, 1)
 * @param seed of the masks
 */
public record DropoutMask(double rate, long seed) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /**
     * Draws a part of a step's mask.
     *
     * @param target is filled from its beginning
     * @param count how many factors
     * @param step number of the training step, from 0 on
     * @param from row-major index of the first value in {@code [batch, channels, height, width]} or {@code [batch, units]};
     *     in {@code [batch]} where whole images are dropped
     */
    public void fill(float[] target, int count, int step, long from) {
        float scale = (float) (1 / (1 - rate));
        // Values drawn have 53 bits: whole numbers are compared as their quotients by 2^53 would be.
        long dropped = (long) Math.ceil(rate * 0x1.0p53);
        long state = mix(seed * GOLDEN_GAMMA + step) + from * GOLDEN_GAMMA;
        for (int i = 0; i < count; i++) {
            state += GOLDEN_GAMMA;
            target[i] = mix(state) >>> 11 < dropped ? 0 : scale;
        }
    }

    /** SplitMix64's finaliser (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
