package dev.graft.engine.cpu;

import static java.lang.Math.fma;

/**
 * What {@link WinogradTransforms} are for tiles, for kernels: nine values become 36, and 36 sums become the gradients of nine.
 * All in double precision, since these factors are no binary fractions, and each rounding would be in all results alike.
 */
final class WinogradKernelTransform {
    /** Values of a kernel. */
    static final int VALUES = 9;
    /** Rows and columns of a kernel. */
    private static final int SIDE = 3;

    private static final int LANES = WinogradTransforms.LANES;
    private static final int ROW = WinogradTransforms.ROW;
    /** Where sums by columns begin. */
    private static final int COLUMNS = SIDE * ROW;

    /** Of the array. */
    static final int SIZE = COLUMNS + SIDE * ROW;

    private static final double A = WinogradTransforms.A;
    private static final double B = WinogradTransforms.B;
    private static final double ZERO = 1 / (A * A * B * B);
    private static final double FIRST = 1 / (2 * A * A * (A * A - B * B));
    private static final double SECOND = 1 / (2 * B * B * (B * B - A * A));

    private static final double[][] FACTORS = {
        {ZERO, 0, 0},
        {FIRST, A * FIRST, A * A * FIRST},
        {FIRST, -A * FIRST, A * A * FIRST},
        {SECOND, B * SECOND, B * B * SECOND},
        {SECOND, -B * SECOND, B * B * SECOND},
        {0, 0, 1}
    };

    private WinogradKernelTransform() {}

    /**
     * The factor of one of nine kernel values in one of 36 transformed ones.
     *
     * @param position of the transformed value, row by row
     * @param value of the kernel, row by row
     */
    static float factor(int position, int value) {
        return (float) (FACTORS[position / 6][value / SIDE] * FACTORS[position % 6][value % SIDE]);
    }

    /**
     * 6 x 6 positions of {@value WinogradTransforms#LANES} sums each become 3 x 3 gradients.
     *
     * @param sums one position after the other
     * @param s of {@link #SIZE}
     */
    static void gradient(float[] sums, double[] s) {
        columns(sums, s);
        for (int row = 0; row < SIDE; row++) {
            row(s, row * ROW);
        }
    }

    /** Where the array holds a value of kernels. */
    static int at(int value) {
        return value / SIDE * ROW + value % SIDE * LANES;
    }

    private static void columns(float[] sums, double[] s) {
        for (int q = 0; q < ROW; q++) {
            double plus = sums[q + ROW];
            double minus = sums[q + 2 * ROW];
            double plusOther = sums[q + 3 * ROW];
            double minusOther = sums[q + 4 * ROW];
            double first = plus + minus;
            double second = plusOther + minusOther;
            s[q + COLUMNS] = fma(ZERO, sums[q], fma(FIRST, first, SECOND * second));
            s[q + COLUMNS + ROW] = fma(A * FIRST, plus - minus, B * SECOND * (plusOther - minusOther));
            s[q + COLUMNS + 2 * ROW] = fma(A * A * FIRST, first, fma(B * B * SECOND, second, sums[q + 5 * ROW]));
        }
    }

    private static void row(double[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            double first = s[q + COLUMNS + LANES] + s[q + COLUMNS + 2 * LANES];
            double second = s[q + COLUMNS + 3 * LANES] + s[q + COLUMNS + 4 * LANES];
            s[q] = fma(ZERO, s[q + COLUMNS], fma(FIRST, first, SECOND * second));
            s[q + 2 * LANES] = fma(A * A * FIRST, first, fma(B * B * SECOND, second, s[q + COLUMNS + 5 * LANES]));
        }
        for (int q = start; q < end; q++) {
            double first = s[q + COLUMNS + LANES] - s[q + COLUMNS + 2 * LANES];
            double second = s[q + COLUMNS + 3 * LANES] - s[q + COLUMNS + 4 * LANES];
            s[q + LANES] = fma(A * FIRST, first, B * SECOND * second);
        }
    }
}
