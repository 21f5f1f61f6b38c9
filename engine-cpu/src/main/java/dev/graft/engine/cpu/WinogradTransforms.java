package dev.graft.engine.cpu;

/**
 * The transforms of Winograd's F(4 x 4, 3 x 3): 16 results of a 3 x 3 convolution from 36 multiplications a pair of channels
 * instead of 144 (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015). The interpolation points are 0,
 * ±5/8, ±3/2 and infinity; with the usual ±1, ±2 errors are up to four times as large.
 *
 * <p>All of them work in one array, the scratch: two halves of 6 x 6 positions with {@value #LANES} values each, which are
 * channels, or channels of several tiles; behind these what is added to each row of results. C2 makes vector instructions
 * of such loops only where every operand lies in the same array at a constant distance and at most two results are written,
 * and where no two products are added: it may order the two factors of a sum otherwise in each copy of an unrolled loop.
 * Hence {@code x * a - y * -b} for {@code x * a + y * b}, which rounds alike. Otherwise a loop takes five to ten times as
 * long. {@code WinogradTransformBenchmark} measures it, for which this is public.
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

    private static final float A = 0.625f;
    private static final float B = 1.5f;
    private static final float A2 = A * A;
    private static final float B2 = B * B;
    private static final float A3 = A2 * A;
    private static final float B3 = B2 * B;
    private static final float MINUS_A3 = -A3;
    private static final float MINUS_B = -B;
    private static final float MINUS_B2 = -B2;
    private static final float MINUS_B3 = -B3;
    private static final float PRODUCT = A2 * B2;
    private static final float SUM = A2 + B2;

    private static final double[][] KERNEL = kernel(A, B);

    private WinogradTransforms() {}

    private static double[][] kernel(double a, double b) {
        double a2 = a * a;
        double b2 = b * b;
        double zero = a2 * b2;
        double first = 2 * a2 * (a2 - b2);
        double second = 2 * b2 * (b2 - a2);
        return new double[][] {
            {1 / zero, 0, 0},
            {1 / first, a / first, a2 / first},
            {1 / first, -a / first, a2 / first},
            {1 / second, b / second, b2 / second},
            {1 / second, -b / second, b2 / second},
            {0, 0, 1}
        };
    }

    /**
     * The factor of one of nine kernel values in one of 36 transformed ones.
     *
     * @param position of the transformed value, row by row
     * @param value of the kernel, row by row
     */
    static float kernel(int position, int value) {
        return (float) (KERNEL[position / 6][value / 3] * KERNEL[position % 6][value % 3]);
    }

    /** 6 x 6 positions of an input become as many transformed ones, in the first half. */
    public static void input(float[] s) {
        inputColumns(s);
        for (int row = 0; row < 6; row++) {
            inputRow(s, row * ROW);
        }
    }

    private static void inputColumns(float[] s) {
        for (int q = 0; q < ROW; q++) {
            s[q + OTHER] = PRODUCT * s[q] - SUM * s[q + 2 * ROW] + s[q + 4 * ROW];
            s[q + OTHER + 5 * ROW] = PRODUCT * s[q + ROW] - SUM * s[q + 3 * ROW] + s[q + 5 * ROW];
        }
        for (int q = 0; q < ROW; q++) {
            float even = s[q + 4 * ROW] - B2 * s[q + 2 * ROW];
            float odd = A * (s[q + 3 * ROW] - B2 * s[q + ROW]);
            s[q + OTHER + ROW] = even + odd;
            s[q + OTHER + 2 * ROW] = even - odd;
        }
        for (int q = 0; q < ROW; q++) {
            float even = s[q + 4 * ROW] - A2 * s[q + 2 * ROW];
            float odd = B * (s[q + 3 * ROW] - A2 * s[q + ROW]);
            s[q + OTHER + 3 * ROW] = even + odd;
            s[q + OTHER + 4 * ROW] = even - odd;
        }
    }

    private static void inputRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            s[q] = PRODUCT * s[q + OTHER] - SUM * s[q + OTHER + 2 * LANES] + s[q + OTHER + 4 * LANES];
            s[q + 5 * LANES] =
                    PRODUCT * s[q + OTHER + LANES] - SUM * s[q + OTHER + 3 * LANES] + s[q + OTHER + 5 * LANES];
        }
        for (int q = start; q < end; q++) {
            float even = s[q + OTHER + 4 * LANES] - B2 * s[q + OTHER + 2 * LANES];
            float odd = A * (s[q + OTHER + 3 * LANES] - B2 * s[q + OTHER + LANES]);
            s[q + LANES] = even + odd;
            s[q + 2 * LANES] = even - odd;
        }
        for (int q = start; q < end; q++) {
            float even = s[q + OTHER + 4 * LANES] - A2 * s[q + OTHER + 2 * LANES];
            float odd = B * (s[q + OTHER + 3 * LANES] - A2 * s[q + OTHER + LANES]);
            s[q + 3 * LANES] = even + odd;
            s[q + 4 * LANES] = even - odd;
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
            s[q + OTHER + 2 * ROW] = A2 * first - MINUS_B2 * second;
        }
        for (int q = 0; q < ROW; q++) {
            float first = s[q + ROW] - s[q + 2 * ROW];
            float second = s[q + 3 * ROW] - s[q + 4 * ROW];
            s[q + OTHER + ROW] = A * first - MINUS_B * second;
            s[q + OTHER + 3 * ROW] = A3 * first - MINUS_B3 * second + s[q + 5 * ROW];
        }
    }

    private static void outputRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            float first = s[q + OTHER + LANES] + s[q + OTHER + 2 * LANES];
            float second = s[q + OTHER + 3 * LANES] + s[q + OTHER + 4 * LANES];
            s[q] = s[q + OTHER] + first + second + s[q + BIAS];
            s[q + 2 * LANES] = A2 * first - MINUS_B2 * second + s[q + BIAS];
        }
        for (int q = start; q < end; q++) {
            float first = s[q + OTHER + LANES] - s[q + OTHER + 2 * LANES];
            float second = s[q + OTHER + 3 * LANES] - s[q + OTHER + 4 * LANES];
            s[q + LANES] = A * first - MINUS_B * second + s[q + BIAS];
            s[q + 3 * LANES] = A3 * first - MINUS_B3 * second + s[q + OTHER + 5 * LANES] + s[q + BIAS];
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
            float even = s[q] + A2 * s[q + 2 * ROW];
            float odd = A * s[q + ROW] - MINUS_A3 * s[q + 3 * ROW];
            s[q + OTHER + ROW] = even + odd;
            s[q + OTHER + 2 * ROW] = even - odd;
        }
        for (int q = 0; q < end; q++) {
            float even = s[q] + B2 * s[q + 2 * ROW];
            float odd = B * s[q + ROW] - MINUS_B3 * s[q + 3 * ROW];
            s[q + OTHER + 3 * ROW] = even + odd;
            s[q + OTHER + 4 * ROW] = even - odd;
        }
        System.arraycopy(s, 0, s, OTHER, end);
        System.arraycopy(s, 3 * ROW, s, OTHER + 5 * ROW, end);
    }

    private static void gradientRow(float[] s, int start) {
        int end = start + LANES;
        for (int q = start; q < end; q++) {
            float even = s[q + OTHER] + A2 * s[q + OTHER + 2 * LANES];
            float odd = A * s[q + OTHER + LANES] - MINUS_A3 * s[q + OTHER + 3 * LANES];
            s[q + LANES] = even + odd;
            s[q + 2 * LANES] = even - odd;
        }
        for (int q = start; q < end; q++) {
            float even = s[q + OTHER] + B2 * s[q + OTHER + 2 * LANES];
            float odd = B * s[q + OTHER + LANES] - MINUS_B3 * s[q + OTHER + 3 * LANES];
            s[q + 3 * LANES] = even + odd;
            s[q + 4 * LANES] = even - odd;
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
