package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DropoutMaskTest {
    private final DropoutMask mask = new DropoutMask(0.3, 11);

    @Test
    void anyPartCanBeDrawnByItself() {
        float[] whole = new float[100];
        mask.fill(whole, 100, 4, 0);
        float[] part = new float[30];
        mask.fill(part, 30, 4, 65);

        for (int i = 0; i < 30; i++) {
            assertThat(part[i]).as("%d", i).isEqualTo(whole[65 + i]);
        }
        assertThat(whole).contains(0f, (float) (1 / 0.7));
    }

    /** The values of earlier versions, from which checkpoints go on. */
    @Test
    void aFactorIsZeroWhereAUniformNumberIsBelowTheRate() {
        for (double rate : new double[] {0, Double.MIN_VALUE, 0.2, 0.3, 0.5, 1 - 0x1.0p-53}) {
            float[] factors = new float[1000];
            new DropoutMask(rate, -7).fill(factors, factors.length, 3, 1L << 40);

            float kept = (float) (1 / (1 - rate));
            for (int i = 0; i < factors.length; i++) {
                assertThat(factors[i]).isEqualTo(uniform(-7, 3, (1L << 40) + i) < rate ? 0 : kept);
            }
        }
    }

    /** Between 0 and 1: the value's own number of SplitMix64. */
    private static double uniform(long seed, int step, long place) {
        long gamma = 0x9E3779B97F4A7C15L;
        return (mixed(mixed(seed * gamma + step) + (place + 1) * gamma) >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long z) {
        long first = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }

    @Test
    void stepsDiffer() {
        float[] first = new float[100];
        mask.fill(first, 100, 4, 0);
        float[] second = new float[100];
        mask.fill(second, 100, 5, 0);

        assertThat(first).isNotEqualTo(second);
    }
}
