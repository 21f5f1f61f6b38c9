package dev.graft.augment.quality;

/**
 * Row by row, the sums of all pixels' 3 x 3 neighbours. Rows are copied for speed, see {@link WeightedRows}; so the plane may be
 * changed behind the row that was asked for last.
 */
final class NeighbourSums {
    private final int width;
    private float[] above;
    private float[] row;
    private float[] below;
    /** Sums of three in a column; the same moved by one to either side. */
    private final float[] columns;

    private final float[] fromLeft;
    private final float[] fromRight;
    private final float[] blended;

    NeighbourSums(int width) {
        this.width = width;
        above = new float[width];
        row = new float[width];
        below = new float[width];
        columns = new float[width];
        fromLeft = new float[width];
        fromRight = new float[width];
        blended = new float[width];
    }

    /** Before the second row of a plane. */
    void begin(float[] plane) {
        System.arraycopy(plane, 0, row, 0, width);
        System.arraycopy(plane, width, below, 0, width);
    }

    /** Goes on to the next row, which is {@code y} and neither the first nor the last. */
    void next(float[] plane, int y) {
        float[] free = above;
        above = row;
        row = below;
        below = free;
        System.arraycopy(plane, (y + 1) * width, below, 0, width);
        for (int x = 0; x < columns.length; x++) {
            columns[x] = above[x] + row[x] + below[x];
        }
        System.arraycopy(columns, 0, fromLeft, 1, width - 1);
        System.arraycopy(columns, 1, fromRight, 0, width - 1);
    }

    /**
     * The row moved towards its blur, within 0..255; the first and the last value mean nothing. The blur weighs a pixel 5/13
     * and each neighbour 1/13: the sum of all nine, and the pixel four times more.
     */
    float[] blended(float towardsBlur) {
        for (int x = 0; x < blended.length; x++) {
            float value = row[x];
            float blur = (fromLeft[x] + columns[x] + fromRight[x] + 4 * value) * (1 / 13f);
            blended[x] = Math.max(0, Math.min(255, value + towardsBlur * (blur - value)));
        }
        return blended;
    }
}
