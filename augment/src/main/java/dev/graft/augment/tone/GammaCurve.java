package dev.graft.augment.tone;

/**
 * {@code 255 (v / 255)^power} for v from 0 to 255, in straight pieces over the root of the value: it makes the curve's steep
 * start flat, so that the pieces are close to it.
 */
final class GammaCurve {
    /** Pieces between the roots of two numbers that differ by 1. */
    private static final int PER_ROOT = 64;
    /** One more than there are roots up to that of 255, for values that rounding has made larger. */
    private static final int PIECES = 16 * PER_ROOT + 1;

    /** Of the line through a piece: its value at the root of 0, and its slope. */
    private final float[] start = new float[PIECES];

    private final float[] slope = new float[PIECES];

    GammaCurve(double power) {
        double from = value(0, power);
        for (int i = 0; i < PIECES; i++) {
            double to = value(i + 1, power);
            slope[i] = (float) (to - from);
            start[i] = (float) (from - i * (to - from));
            from = to;
        }
    }

    private static double value(int piece, double power) {
        double root = (double) piece / PER_ROOT;
        return Math.min(255, 255 * Math.pow(root * root / 255, power));
    }

    /** The roots first, because that loop, alone, is done several values at a time. */
    void bend(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = PER_ROOT * (float) Math.sqrt(Math.max(0, values[i]));
        }
        for (int i = 0; i < values.length; i++) {
            int piece = (int) values[i];
            values[i] = start[piece] + slope[piece] * values[i];
        }
    }
}
