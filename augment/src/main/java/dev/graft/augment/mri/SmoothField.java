package dev.graft.augment.mri;

/**
 * {@code exp(p(x, y))} on the pixels of a picture; x and y are -1 and 1 at the centres of the border's pixels, 0 where
 * there is but one.
 *
 * @param coefficients of {@code x^i y^j} at {@code [i][j]}, square; those with {@code i + j} beyond the order are 0
 */
record SmoothField(double[][] coefficients, int width, int height) {
    /** Pixels between two new beginnings: rounding errors grow with the distance to the power of the order. */
    private static final int STRETCH = 64;

    /**
     * The factors of a row. Neighbours' logarithms differ by a polynomial of one degree less, theirs by one of another degree
     * less, and so on: a stretch takes a few exponentials at its beginning and products then.
     */
    void row(int y, float[] factors) {
        double[] inX = polynomialInX(position(y, height));
        double[] steps = new double[inX.length];
        for (int from = 0; from < width; from += STRETCH) {
            begin(inX, from, steps);
            for (int x = from; x < Math.min(width, from + STRETCH); x++) {
                factors[x] = (float) steps[0];
                for (int i = 0; i < steps.length - 1; i++) {
                    steps[i] *= steps[i + 1];
                }
            }
        }
    }

    private void begin(double[] inX, int from, double[] steps) {
        for (int i = 0; i < steps.length; i++) {
            steps[i] = value(inX, position(from + i, width));
        }
        for (int degree = 1; degree < steps.length; degree++) {
            for (int i = steps.length - 1; i >= degree; i--) {
                steps[i] -= steps[i - 1];
            }
        }
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.exp(steps[i]);
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
