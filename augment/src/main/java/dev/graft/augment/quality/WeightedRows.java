package dev.graft.augment.quality;

/**
 * A sum of rows with weights. Rows are copied before they are added: a loop over arrays that all begin at the same place is
 * compiled to work on several values at a time, one over parts of an array that lie apart is not, and copying is cheap.
 */
final class WeightedRows {
    private final float[] sums;
    private final float[] one;
    private final float[] other;

    WeightedRows(int width) {
        sums = new float[width];
        one = new float[width];
        other = new float[width];
    }

    void begin(float[] from, int start, float weight) {
        System.arraycopy(from, start, one, 0, one.length);
        for (int x = 0; x < sums.length; x++) {
            sums[x] = weight * one[x];
        }
    }

    /** Adds two rows of equal weight. */
    void add(float[] from, int start, int otherStart, float weight) {
        System.arraycopy(from, start, one, 0, one.length);
        System.arraycopy(from, otherStart, other, 0, other.length);
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * (one[x] + other[x]);
        }
    }

    void copyTo(float[] to, int start) {
        System.arraycopy(sums, 0, to, start, sums.length);
    }
}
