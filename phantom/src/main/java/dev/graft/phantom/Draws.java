package dev.graft.phantom;

/**
 * A stream of random numbers addressed by a seed and a path of counters, so that any patient or slice can be drawn
 * without drawing the others first.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014), spelled out rather
 * than taken from the JDK because the JDK does not promise the same sequence in every release. Not thread-safe.
 */
final class Draws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    /** Four independent uniforms on 0..65535 have this sum on average... */
    private static final double MEAN_OF_FOUR = 4 * 65535 / 2.0;
    /** ... and this standard deviation: sqrt(4 * (65536^2 - 1) / 12). */
    private static final double DEVIATION_OF_FOUR = 37837.227;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /** The stream at a path below a seed; equal arguments give equal streams. */
    static Draws at(long seed, long... path) {
        long state = mix(seed + GOLDEN_GAMMA);
        for (long step : path) {
            state = mix(state ^ mix(step + GOLDEN_GAMMA));
        }
        return new Draws(state);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * ((next() >>> 11) * UNIT);
    }

    /** Uniform in the logarithm: every octave between two positive bounds is as likely as the next. */
    double logUniform(double low, double high) {
        return StrictMath.exp(uniform(StrictMath.log(low), StrictMath.log(high)));
    }

    /** Uniform among 0 .. bound - 1. */
    int below(int bound) {
        return (int) Math.floor(uniform(0, bound));
    }

    boolean chance(double probability) {
        return uniform(0, 1) < probability;
    }

    /** -1 or 1. */
    double sign() {
        return chance(0.5) ? 1 : -1;
    }

    /**
     * Nearly standard normal: the sum of four uniforms, cut at 3.46 standard deviations. One multiplication instead of a
     * logarithm, and the same bits everywhere.
     */
    double normal() {
        long bits = next();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - MEAN_OF_FOUR) / DEVIATION_OF_FOUR;
    }
}
