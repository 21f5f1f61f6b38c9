package dev.graft.augment.quality;

/** Filters a plane along rows, then along columns, by the same symmetric kernel. Beyond borders it is mirrored: c b | a b c. */
final class SymmetricFilter {
    /** Weight of the middle, of its neighbours, and so on. */
    private final float[] weights;

    private SymmetricFilter(float[] weights) {
        this.weights = weights;
    }

    /** A sampled normal curve whose weights sum to 1. */
    static SymmetricFilter gaussian(double sigma, int radius) {
        double[] curve = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++) {
            curve[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? curve[i] : 2 * curve[i];
        }
        float[] weights = new float[radius + 1];
        for (int i = 0; i <= radius; i++) {
            weights[i] = (float) (curve[i] / sum);
        }
        return new SymmetricFilter(weights);
    }

    /** Filters in place; {@code spare} has the plane's size. */
    void apply(float[] plane, float[] spare, int width, int height) {
        int radius = weights.length - 1;
        float[] padded = new float[width + 2 * radius];
        WeightedRows sum = new WeightedRows(width);
        for (int row = 0; row < height; row++) {
            pad(plane, row * width, width, padded);
            sum.begin(padded, radius, weights[0]);
            for (int i = 1; i <= radius; i++) {
                sum.add(padded, radius - i, radius + i, weights[i]);
            }
            sum.copyTo(spare, row * width);
        }
        for (int row = 0; row < height; row++) {
            sum.begin(spare, row * width, weights[0]);
            for (int i = 1; i <= radius; i++) {
                int above = mirrored(row - i, height) * width;
                int below = mirrored(row + i, height) * width;
                sum.add(spare, above, below, weights[i]);
            }
            sum.copyTo(plane, row * width);
        }
    }

    private static void pad(float[] plane, int start, int width, float[] padded) {
        int radius = (padded.length - width) / 2;
        System.arraycopy(plane, start, padded, radius, width);
        for (int i = 1; i <= radius; i++) {
            padded[radius - i] = plane[start + mirrored(-i, width)];
            padded[radius + width - 1 + i] = plane[start + mirrored(width - 1 + i, width)];
        }
    }

    private static int mirrored(int position, int size) {
        if (position >= 0 && position < size) {
            return position;
        }
        if (size == 1) {
            return 0;
        }
        int period = 2 * (size - 1);
        int place = Math.floorMod(position, period);
        return place < size ? place : period - place;
    }
}
