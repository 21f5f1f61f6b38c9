package dev.graft.augment.picture;

/**
 * Draws planes anew, each pixel bilinearly from where an affine map says. The values around the sources of a row are fetched
 * first; everything else are loops over the row that are compiled to work on many pixels at a time.
 */
final class BilinearPlanes {
    private static final float UNIT = 1f / (1 << SourceRow.BITS);

    private final int width;
    private final int height;
    private final SourceRow source;
    private final float[] right;
    private final float[] down;
    /** The four values around the source. */
    private final float[] upperLeft;

    private final float[] upperRight;
    private final float[] lowerLeft;
    private final float[] lowerRight;
    private final float[] drawn;

    BilinearPlanes(int width, int height, AffineMap map, Fill fill) {
        this.width = width;
        this.height = height;
        source = new SourceRow(width, height, map, fill);
        right = new float[width];
        down = new float[width];
        upperLeft = new float[width];
        upperRight = new float[width];
        lowerLeft = new float[width];
        lowerRight = new float[width];
        drawn = new float[width];
    }

    void draw(float[][] from, float[][] to, int channels) {
        for (int y = 0; y < height; y++) {
            source.find(y);
            for (int x = 0; x < width; x++) {
                right[x] = source.right[x] * UNIT;
                down[x] = source.down[x] * UNIT;
            }
            for (int c = 0; c < channels; c++) {
                drawRow(from[c]);
                System.arraycopy(drawn, 0, to[c], y * width, width);
            }
        }
    }

    private void drawRow(float[] from) {
        Span inside = source.inside();
        fetchFolded(from, 0, inside.from());
        fetchInside(from, source.upperLeft, inside.from(), inside.to());
        fetchFolded(from, inside.to(), width);
        blend(upperLeft, right, upperRight, upperLeft);
        blend(lowerLeft, right, lowerRight, lowerLeft);
        blend(upperLeft, down, lowerLeft, drawn);
    }

    private void fetchInside(float[] from, int[] place, int start, int end) {
        for (int x = start; x < end; x++) {
            int at = place[x];
            upperLeft[x] = from[at];
            upperRight[x] = from[at + 1];
            lowerLeft[x] = from[at + width];
            lowerRight[x] = from[at + width + 1];
        }
    }

    private void fetchFolded(float[] from, int start, int end) {
        for (int x = start; x < end; x++) {
            upperLeft[x] = value(from, source.upperLeft[x]);
            upperRight[x] = value(from, source.upperRight[x]);
            lowerLeft[x] = value(from, source.lowerLeft[x]);
            lowerRight[x] = value(from, source.lowerRight[x]);
        }
    }

    private static float value(float[] from, int place) {
        return place < 0 ? 0 : from[place];
    }

    private static void blend(float[] first, float[] weight, float[] second, float[] blended) {
        for (int x = 0; x < blended.length; x++) {
            blended[x] = first[x] + weight[x] * (second[x] - first[x]);
        }
    }
}
