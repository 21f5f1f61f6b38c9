package dev.graft.augment.picture;

/**
 * Draws an 8-bit picture anew, each pixel bilinearly from where an affine map says, in whole numbers with 22 bits behind the
 * point: values are within 0.0005 of a grey level of the formula's. The pixels around the sources of a row are fetched first;
 * everything else are loops over the row that are compiled to work on many pixels at a time, which is why each has one result.
 */
final class BilinearPixels {
    private static final int BITS = SourceRow.BITS;
    private static final int ONE = 1 << BITS;
    private static final int HALF_BITS = BITS / 2;
    private static final int LOWER_HALF = (1 << HALF_BITS) - 1;
    /** What floats can hold behind the point for values up to 255. */
    private static final int FLOAT_BITS = 16;

    private final int width;
    private final int height;
    private final SourceRow source;
    /** The four pixels around the source, and their weights. */
    private final int[] upperLeft;

    private final int[] upperRight;
    private final int[] lowerLeft;
    private final int[] lowerRight;
    private final int[] upperLeftWeight;
    private final int[] upperRightWeight;
    private final int[] lowerLeftWeight;
    private final int[] lowerRightWeight;
    /** A drawn row of each channel. */
    private final int[][] levels;

    /** @param channels 3, or 1 for a grey picture */
    BilinearPixels(int width, int height, AffineMap map, Fill fill, int channels) {
        this.width = width;
        this.height = height;
        source = new SourceRow(width, height, map, fill);
        upperLeft = new int[width];
        upperRight = new int[width];
        lowerLeft = new int[width];
        lowerRight = new int[width];
        upperLeftWeight = new int[width];
        upperRightWeight = new int[width];
        lowerLeftWeight = new int[width];
        lowerRightWeight = new int[width];
        levels = new int[channels][width];
    }

    /** Draws three bytes a pixel, rounded to the nearest, halves up. */
    void toBytes(int[] from, byte[] to) {
        RgbBytes bytes = new RgbBytes(to);
        int[] rounded = new int[width];
        for (int y = 0; y < height; y++) {
            drawRow(from, y);
            round(levels[0], levels[levels.length / 2], levels[levels.length - 1], rounded);
            bytes.write(rounded, y * width);
        }
    }

    private static void round(int[] red, int[] green, int[] blue, int[] rounded) {
        for (int x = 0; x < rounded.length; x++) {
            rounded[x] =
                    (red[x] + ONE / 2) >> BITS | (green[x] + ONE / 2) >> BITS << 8 | (blue[x] + ONE / 2) >> BITS << 16;
        }
    }

    /** Draws planes; rounded, they are what {@link #toBytes} draws, for nothing is rounded here. */
    void toPlanes(int[] from, float[][] to) {
        for (int y = 0; y < height; y++) {
            drawRow(from, y);
            for (int c = 0; c < levels.length; c++) {
                toFloats(levels[c], to[c], y * width);
            }
        }
    }

    private static void toFloats(int[] level, float[] to, int start) {
        for (int x = 0; x < level.length; x++) {
            to[start + x] = (level[x] >> (BITS - FLOAT_BITS)) * (1f / (1 << FLOAT_BITS));
        }
    }

    private void drawRow(int[] from, int y) {
        source.find(y);
        Span inside = source.inside();
        fetchFolded(from, 0, inside.from());
        fetchInside(from, source.upperLeft, inside.from(), inside.to());
        fetchFolded(from, inside.to(), width);
        weigh(source.right, source.down);
        for (int c = 0; c < levels.length; c++) {
            mix(8 * c, levels[c]);
        }
    }

    private void fetchInside(int[] from, int[] place, int start, int end) {
        for (int x = start; x < end; x++) {
            int at = place[x];
            upperLeft[x] = from[at];
            upperRight[x] = from[at + 1];
            lowerLeft[x] = from[at + width];
            lowerRight[x] = from[at + width + 1];
        }
    }

    private void fetchFolded(int[] from, int start, int end) {
        for (int x = start; x < end; x++) {
            upperLeft[x] = pixel(from, source.upperLeft[x]);
            upperRight[x] = pixel(from, source.upperRight[x]);
            lowerLeft[x] = pixel(from, source.lowerLeft[x]);
            lowerRight[x] = pixel(from, source.lowerRight[x]);
        }
    }

    private static int pixel(int[] from, int place) {
        return place < 0 ? 0 : from[place];
    }

    /** Weights of a pixel sum to 1. */
    private void weigh(int[] right, int[] down) {
        for (int x = 0; x < right.length; x++) {
            lowerRightWeight[x] = product(right[x], down[x]);
        }
        for (int x = 0; x < right.length; x++) {
            upperRightWeight[x] = right[x] - lowerRightWeight[x];
        }
        for (int x = 0; x < right.length; x++) {
            lowerLeftWeight[x] = down[x] - lowerRightWeight[x];
        }
        for (int x = 0; x < right.length; x++) {
            upperLeftWeight[x] = ONE - right[x] - lowerLeftWeight[x];
        }
    }

    /** {@code (long) one * other >> BITS} without a long number. */
    private static int product(int one, int other) {
        int oneUpper = one >> HALF_BITS;
        int oneLower = one & LOWER_HALF;
        int otherUpper = other >> HALF_BITS;
        int otherLower = other & LOWER_HALF;
        int middle = oneUpper * otherLower + oneLower * otherUpper + (oneLower * otherLower >> HALF_BITS);
        return oneUpper * otherUpper + (middle >> HALF_BITS);
    }

    /** In two loops, because one of all four pixels is too long for the compiler. */
    private void mix(int shift, int[] level) {
        for (int x = 0; x < level.length; x++) {
            level[x] = upperLeftWeight[x] * (upperLeft[x] >> shift & 0xFF)
                    + upperRightWeight[x] * (upperRight[x] >> shift & 0xFF);
        }
        for (int x = 0; x < level.length; x++) {
            level[x] += lowerLeftWeight[x] * (lowerLeft[x] >> shift & 0xFF)
                    + lowerRightWeight[x] * (lowerRight[x] >> shift & 0xFF);
        }
    }
}
