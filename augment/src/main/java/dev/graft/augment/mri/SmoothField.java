package dev.graft.augment.mri;

import java.util.Arrays;

/**
 * {@code exp(p(x, y))} on the pixels of a picture; x and y are -1 and 1 at the centres of the border's pixels, 0 where
 * there is but one.
 *
 * @param coefficients of {@code x^i y^j} at {@code [i][j]}, square; those with {@code i + j} beyond the order are 0
 */
record SmoothField(double[][] coefficients, int width, int height) {
    static final int MOST_ORDER = 5;

    /** Pixels between two new beginnings: rounding errors grow with the distance to the power of the order. */
    private static final int STRETCH = 64;

    /**
     * The factors of a row. Neighbours' logarithms differ by a polynomial of one degree less, theirs by one of another degree
     * less, and so on: a stretch takes a few exponentials at its beginning and products then.
     */
    void row(int y, float[] factors) {
        double[] inX = polynomialInX(position(y, height));
        double[] steps = new double[MOST_ORDER + 1];
        Arrays.fill(steps, 1);
        for (int from = 0; from < width; from += STRETCH) {
            begin(inX, from, steps);
            goOn(steps, factors, from, Math.min(width, from + STRETCH));
        }
    }

    private void begin(double[] inX, int from, double[] steps) {
        for (int i = 0; i < inX.length; i++) {
            steps[i] = value(inX, position(from + i, width));
        }
        for (int degree = 1; degree < inX.length; degree++) {
            for (int i = inX.length - 1; i >= degree; i--) {
                steps[i] -= steps[i - 1];
            }
        }
        for (int i = 0; i < inX.length; i++) {
            steps[i] = Math.exp(steps[i]);
        }
    }

    // Written out, because a loop over the steps goes through memory and takes more than twice the time.
    private static void goOn(double[] steps, float[] factors, int from, int to) {
        double value = steps[0];
        double first = steps[1];
        double second = steps[2];
        double third = steps[3];
        double fourth = steps[4];
        double fifth = steps[5];
        for (int x = from; x < to; x++) {
            factors[x] = (float) value;
            value *= first;
            first *= second;
            second *= third;
            third *= fourth;
            fourth *= fifth;
        }
    }

    private double[] polynomialInX(double y) {
        double[] result = new double[coefficients.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = value(coefficients[i], y);
        }
        return result;
    }

    private static double value(double[] polynomial, double at) {
        double result = 0;
        for (int i = polynomial.length - 1; i >= 0; i--) {
            result = result * at + polynomial[i];
        }
        return result;
    }

    private static double position(int pixel, int size) {
        return size == 1 ? 0 : (2.0 * pixel - (size - 1)) / (size - 1);
    }
}
