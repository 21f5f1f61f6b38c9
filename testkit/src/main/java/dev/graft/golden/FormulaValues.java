package dev.graft.golden;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that both sides of a comparison compute instead of storing them: {@code uniform(key, i)} in [-1, 1) is made of
 * the 64-bit FNV-1a hash of the key and SplitMix64's finaliser over a counter.
 */
final class FormulaValues {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private FormulaValues() {}

    static float[] uniform(String key, int count) {
        long start = fnv1a(key);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long bits = mix(start + (i + 1) * GOLDEN_GAMMA) >>> 40;
            values[i] = (float) (bits * 0x1.0p-24 * 2 - 1);
        }
        return values;
    }

    private static long fnv1a(String key) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
