package dev.graft.engine.cpu;

import static java.lang.Math.fma;

/**
 * The transforms of Winograd's F(4 x 4, 3 x 3): 16 results of a 3 x 3 convolution from 36 multiplications a pair of channels
 * instead of 144 (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015). The interpolation points are 0,
 * ±5/8, ±3/2 and infinity; with the usual ±1, ±2 errors are up to four times as large.
 *
 * <p>All of them work in one array, the scratch: two halves of 6 x 6 positions with {@value #LANES} values each, which are
 * channels, or channels of several tiles; behind these what is added to each row of results. C2 makes vector instructions
 * of such loops only where every operand lies in the same array at a constant distance and at most two results are written;
 * otherwise a loop takes five to ten times as long. {@code WinogradTransformBenchmark} measures it, for which this is
 * public. A product and a sum are rounded once, together: errors are a fifth smaller. Factors are binary fractions.
 */
public final class WinogradTransforms {
    /** Values at a position. */
    static final int LANES = 128;
    /** From a position to the one below. */
    static final int ROW = 6 * LANES;
    /** Number of positions of a tile of the input, and of products. */
    static final int POSITIONS = 36;
    /** Where the second half begins. */
    static final int OTHER = POSITIONS * LANES;
    /** Where the bias begins, one for each of four rows of results; for gradients, the sum. */
    static final int BIAS = 2 * OTHER;
    /** Where a row of a map with its channels in blocks is taken apart and put together. */
    static final int SPARE = BIAS + 4 * ROW;
    /** Of the array. */
    public static final int SIZE = SPARE + ROW;

    static final float A = 0.625f;
    static final float B = 1.5f;
    private static final float A2 = A * A;
    private static final float B2 = B * B;
    private static final float A3 = A2 * A;
    private static final float B3 = B2 * B;
    private static final float PRODUCT = A2 * B2;
    private static final float SUM = A2 + B2;

    private WinogradTransforms() {}

    /** 6 x 6 positions of an input become as many transformed ones, in the first half. */
    public static void input(float[] s) {
        inputColumns(s);
        for (int row = 0; row < 6; row++) {
            inputRow(s, row * ROW);
        }
    }

    private static void inputColumns(float[] s) {
        for (int q = 0; q < ROW; q++) {
            s[q + OTHER] = fma(PRODUCT, s[q], fma(-SUM, s[q + 2 * ROW], s[q + 4 * ROW]));
            s[q + OTHER + 5 * ROW] = fma(PRODUCT, s[q + ROW], fma(-SUM, s[q + 3 * ROW], s[q + 5 * ROW]));
        }
        for (int q = 0; q < ROW; q++) {
            float even = fma(-B2, s[q + 2 * ROW], s[q + 4 * ROW]);
            float odd = fma(-B2, s[q + ROW], s[q + 3 * ROW]);
            s[q + OTHER + ROW] = fma(A, odd, even);
            s[q + OTHER + 2 * ROW] = fma(-A, odd, even);
        }
        for (int q = 0; q < ROW; q++) {
            float even = fma(-A2, s[q + 2 * ROW], s[q + 4 * ROW]);
            float odd = fma(-A2, s[q + ROW], s[q + 3 * ROW]);
            s[q + OTHER + 3 * ROW] = fma(B, odd, even);
            s[q + OTHER + 4 * ROW] = fma(-B, odd, even);
        }
    }

    private static void inputRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            s[q] = fma(PRODUCT, s[q + OTHER], fma(-SUM, s[q + OTHER + 2 * LANES], s[q + OTHER + 4 * LANES]));
            s[q + 5 * LANES] =
                    fma(PRODUCT, s[q + OTHER + LANES], fma(-SUM, s[q + OTHER + 3 * LANES], s[q + OTHER + 5 * LANES]));
        }
        for (int q = start; q < end; q++) {
            float even = fma(-B2, s[q + OTHER + 2 * LANES], s[q + OTHER + 4 * LANES]);
            float odd = fma(-B2, s[q + OTHER + LANES], s[q + OTHER + 3 * LANES]);
            s[q + LANES] = fma(A, odd, even);
            s[q + 2 * LANES] = fma(-A, odd, even);
        }
        for (int q = start; q < end; q++) {
            float even = fma(-A2, s[q + OTHER + 2 * LANES], s[q + OTHER + 4 * LANES]);
            float odd = fma(-A2, s[q + OTHER + LANES], s[q + OTHER + 3 * LANES]);
            s[q + 3 * LANES] = fma(B, odd, even);
            s[q + 4 * LANES] = fma(-B, odd, even);
        }
    }

    /** 6 x 6 products become 4 x 4 results, plus the bias, in the first half. */
    public static void output(float[] s) {
        outputColumns(s);
        for (int row = 0; row < TileGrid.SIDE; row++) {
            outputRow(s, row * ROW);
        }
    }

    private static void outputColumns(float[] s) {
        for (int q = 0; q < ROW; q++) {
            float first = s[q + ROW] + s[q + 2 * ROW];
            float second = s[q + 3 * ROW] + s[q + 4 * ROW];
            s[q + OTHER] = s[q] + first + second;
            s[q + OTHER + 2 * ROW] = fma(A2, first, B2 * second);
        }
        for (int q = 0; q < ROW; q++) {
            float first = s[q + ROW] - s[q + 2 * ROW];
            float second = s[q + 3 * ROW] - s[q + 4 * ROW];
            s[q + OTHER + ROW] = fma(A, first, B * second);
            s[q + OTHER + 3 * ROW] = fma(A3, first, fma(B3, second, s[q + 5 * ROW]));
        }
    }

    private static void outputRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            float first = s[q + OTHER + LANES] + s[q + OTHER + 2 * LANES];
            float second = s[q + OTHER + 3 * LANES] + s[q + OTHER + 4 * LANES];
            s[q] = s[q + OTHER] + first + second + s[q + BIAS];
            s[q + 2 * LANES] = fma(A2, first, fma(B2, second, s[q + BIAS]));
        }
        for (int q = start; q < end; q++) {
            float first = s[q + OTHER + LANES] - s[q + OTHER + 2 * LANES];
            float second = s[q + OTHER + 3 * LANES] - s[q + OTHER + 4 * LANES];
            s[q + LANES] = fma(A, first, fma(B, second, s[q + BIAS]));
            s[q + 3 * LANES] = fma(A3, first, fma(B3, second, s[q + OTHER + 5 * LANES] + s[q + BIAS]));
        }
    }

    /** Keeps a bias for {@link #output}: as often as tiles lie beside each other. */
    static void bias(float[] s, float[] bias, int channel, int channels) {
        for (int row = 0; row < TileGrid.SIDE; row++) {
            for (int lane = 0; lane + channels <= LANES; lane += channels) {
                System.arraycopy(bias, channel, s, BIAS + row * ROW + lane, channels);
            }
        }
    }

    /** Nothing below 0 among 4 x 4 results. */
    static void relu(float[] s) {
        for (int row = 0; row < TileGrid.SIDE; row++) {
            int end = row * ROW + TileGrid.SIDE * LANES;
            for (int q = row * ROW; q < end; q++) {
                s[q] = Math.max(s[q], 0f);
            }
        }
    }

    /** Nothing above a bound among 4 x 4 results. */
    static void atMost(float[] s, float bound) {
        for (int row = 0; row < TileGrid.SIDE; row++) {
            int end = row * ROW + TileGrid.SIDE * LANES;
            for (int q = row * ROW; q < end; q++) {
                s[q] = Math.min(s[q], bound);
            }
        }
    }

    /** Adds the second half's 4 x 4 positions to the first's. */
    static void add(float[] s) {
        for (int row = 0; row < TileGrid.SIDE; row++) {
            int end = row * ROW + TileGrid.SIDE * LANES;
            for (int q = row * ROW; q < end; q++) {
                s[q] = s[q] + s[q + OTHER];
            }
        }
    }

    /** 4 x 4 gradients of results become 6 x 6 of products, in the first half. */
    public static void gradient(float[] s) {
        gradientColumns(s);
        for (int row = 0; row < 6; row++) {
            gradientRow(s, row * ROW);
        }
    }

    private static void gradientColumns(float[] s) {
        int end = TileGrid.SIDE * LANES;
        for (int q = 0; q < end; q++) {
            float even = fma(A2, s[q + 2 * ROW], s[q]);
            float odd = fma(A2, s[q + 3 * ROW], s[q + ROW]);
            s[q + OTHER + ROW] = fma(A, odd, even);
            s[q + OTHER + 2 * ROW] = fma(-A, odd, even);
        }
        for (int q = 0; q < end; q++) {
            float even = fma(B2, s[q + 2 * ROW], s[q]);
            float odd = fma(B2, s[q + 3 * ROW], s[q + ROW]);
            s[q + OTHER + 3 * ROW] = fma(B, odd, even);
            s[q + OTHER + 4 * ROW] = fma(-B, odd, even);
        }
        System.arraycopy(s, 0, s, OTHER, end);
        System.arraycopy(s, 3 * ROW, s, OTHER + 5 * ROW, end);
    }

    private static void gradientRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            float even = fma(A2, s[q + OTHER + 2 * LANES], s[q + OTHER]);
            float odd = fma(A2, s[q + OTHER + 3 * LANES], s[q + OTHER + LANES]);
            s[q + LANES] = fma(A, odd, even);
            s[q + 2 * LANES] = fma(-A, odd, even);
        }
        for (int q = start; q < end; q++) {
            float even = fma(B2, s[q + OTHER + 2 * LANES], s[q + OTHER]);
            float odd = fma(B2, s[q + OTHER + 3 * LANES], s[q + OTHER + LANES]);
            s[q + 3 * LANES] = fma(B, odd, even);
            s[q + 4 * LANES] = fma(-B, odd, even);
        }
        System.arraycopy(s, start + OTHER, s, start, LANES);
        System.arraycopy(s, start + OTHER + 3 * LANES, s, start + 5 * LANES, LANES);
    }

    /**
     * Adds 4 x 4 gradients of results to the sum, lane by lane.
     *
     * @param lanes that are in use
     */
    static void sum(float[] s, int lanes) {
        for (int row = 0; row < TileGrid.SIDE; row++) {
            int end = row * ROW + LANES;
            for (int q = row * ROW; q < end; q++) {
                s[q + OTHER] = s[q] + s[q + LANES] + s[q + 2 * LANES] + s[q + 3 * LANES];
            }
        }
        for (int q = 0; q < lanes; q++) {
            s[q + BIAS] += s[q + OTHER] + s[q + OTHER + ROW] + s[q + OTHER + 2 * ROW] + s[q + OTHER + 3 * ROW];
        }
    }
}
