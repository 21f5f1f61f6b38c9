package dev.graft.image;

/**
 * Which old positions make up each new position along one axis, and with what weight. Arithmetic and rounding follow
 * Pillow's {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} step by step, so that results are equal to the
 * last bit.
 *
 * @param first index of the first old position, for each new one
 * @param count how many old positions count, for each new one
 * @param width entries reserved for each new position in {@code weights}
 * @param weights fixed-point weights with {@link #PRECISION_BITS} fractional bits
 */
record FilterTable(int[] first, int[] count, int width, int[] weights) {
    /** 32 bits less 8 for the value and 2 for the overshoot of negative weights. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    static FilterTable of(int oldSize, int newSize, Interpolation interpolation) {
        double scale = (double) oldSize / newSize;
        double filterScale = Math.max(scale, 1.0);
        double support = interpolation.support() * filterScale;
        int width = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[newSize];
        int[] count = new int[newSize];
        int[] weights = new int[Math.multiplyExact(newSize, width)];
        double[] row = new double[width];
        for (int i = 0; i < newSize; i++) {
            double center = (i + 0.5) * scale;
            int from = Math.max((int) (center - support + 0.5), 0);
            int to = Math.min((int) (center + support + 0.5), oldSize);
            first[i] = from;
            count[i] = to - from;
            fillRow(row, to - from, from - center + 0.5, 1.0 / filterScale, interpolation);
            for (int k = 0; k < to - from; k++) {
                weights[i * width + k] = fixedPoint(row[k]);
            }
        }
        return new FilterTable(first, count, width, weights);
    }

    private static void fillRow(double[] row, int count, double start, double shrink, Interpolation interpolation) {
        double sum = 0.0;
        for (int k = 0; k < count; k++) {
            row[k] = interpolation.weight((k + start) * shrink);
            sum += row[k];
        }
        for (int k = 0; k < count && sum != 0.0; k++) {
            row[k] /= sum;
        }
    }

    private static int fixedPoint(double weight) {
        double scaled = weight * (1 << PRECISION_BITS);
        return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
    }
}
