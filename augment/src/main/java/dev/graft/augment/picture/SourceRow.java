package dev.graft.augment.picture;

/**
 * Where the pixels of one row come from after another, for bilinear sampling. Whole numbers with 32 bits behind the point, of
 * which 22 are handed out, and no long ones: loops over ints alone with one result each are compiled to work on many pixels
 * at a time, others are not.
 */
final class SourceRow {
    /** Bits behind the point of {@link #right} and {@link #down}. */
    static final int BITS = 22;

    private static final int PART_BITS = 32;
    private static final double ONE = 1L << PART_BITS;
    /** Makes the cut to {@link #BITS} round to the nearest. */
    private static final long HALF = 1L << (PART_BITS - BITS - 1);
    /** Places nearer to the border than this are taken as beyond, so that their rounding never gets there. */
    private static final double MARGIN = 1.0 / (1 << 16);

    /** How far the source is right of the upper left one of the four pixels around it, and below it. */
    final int[] right;

    final int[] down;
    /** Places of the four, from the beginning of a plane; -1 for black. Inside, the first alone is set. */
    final int[] upperLeft;

    final int[] upperRight;
    final int[] lowerLeft;
    final int[] lowerRight;

    private final int width;
    private final int height;
    private final AffineMap map;
    private final FoldedAxis columns;
    private final FoldedAxis rows;
    /** How far the source of each pixel of a row is from that of the first: before the point and behind it. */
    private final int[] stepsX;

    private final int[] partsX;
    private final int[] stepsY;
    private final int[] partsY;
    /** Column and row of the upper left one of the four pixels. */
    private final int[] left;

    private final int[] top;
    private final int[] sums;
    private Span inside = new Span(0, 0);

    SourceRow(int width, int height, AffineMap map, Fill fill) {
        this.width = width;
        this.height = height;
        this.map = map;
        columns = new FoldedAxis(fill, width);
        rows = new FoldedAxis(fill, height);
        right = new int[width];
        down = new int[width];
        upperLeft = new int[width];
        upperRight = new int[width];
        lowerLeft = new int[width];
        lowerRight = new int[width];
        stepsX = new int[width];
        partsX = new int[width];
        stepsY = new int[width];
        partsY = new int[width];
        left = new int[width];
        top = new int[width];
        sums = new int[width];
        split(map.xx(), stepsX, partsX);
        split(map.yx(), stepsY, partsY);
    }

    /**
     * What is too far for the numbers is cut off. So it is where a row starts, and where both are, their sum is still between 0
     * and the true one: what is inside stays inside.
     */
    private static void split(double slope, int[] steps, int[] parts) {
        for (int x = 0; x < steps.length; x++) {
            long moved = (long) (slope * x * ONE);
            steps[x] = (int) (moved >> PART_BITS);
            parts[x] = (int) moved;
        }
    }

    /** Goes to a row. */
    void find(int y) {
        double rowX = map.xy() * y + map.x0();
        double rowY = map.yy() * y + map.y0();
        add((long) (rowX * ONE) + HALF, stepsX, partsX, left, right);
        add((long) (rowY * ONE) + HALF, stepsY, partsY, top, down);
        for (int x = 0; x < upperLeft.length; x++) {
            upperLeft[x] = width * top[x] + left[x];
        }
        inside = Span.of(map.xx(), rowX - MARGIN, width - 1 - 2 * MARGIN, width)
                .and(Span.of(map.yx(), rowY - MARGIN, height - 1 - 2 * MARGIN, width));
        fold(0, inside.from());
        fold(inside.to(), width);
    }

    /** The columns of the row all of whose four pixels are in the picture. */
    Span inside() {
        return inside;
    }

    private void add(long start, int[] steps, int[] parts, int[] before, int[] beyond) {
        addParts((int) start, parts);
        addSteps((int) (start >> PART_BITS), steps, (int) start, parts, before);
        for (int x = 0; x < beyond.length; x++) {
            beyond[x] = sums[x] >>> (PART_BITS - BITS);
        }
    }

    private void addParts(int start, int[] parts) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] = start + parts[x];
        }
    }

    /** With one more where the parts' sum went beyond the point; that is what an adder of circuits works out. */
    private void addSteps(int start, int[] steps, int startPart, int[] parts, int[] before) {
        for (int x = 0; x < before.length; x++) {
            int carry = ((startPart & parts[x]) | ((startPart | parts[x]) & ~sums[x])) >>> 31;
            before[x] = start + steps[x] + carry;
        }
    }

    private void fold(int start, int end) {
        for (int x = start; x < end; x++) {
            int leftColumn = columns.index(left[x]);
            int rightColumn = columns.index(left[x] + 1);
            int upperRow = rows.index(top[x]);
            int lowerRow = rows.index(top[x] + 1);
            upperLeft[x] = place(leftColumn, upperRow);
            upperRight[x] = place(rightColumn, upperRow);
            lowerLeft[x] = place(leftColumn, lowerRow);
            lowerRight[x] = place(rightColumn, lowerRow);
        }
    }

    private int place(int column, int row) {
        return (column | row) < 0 ? -1 : row * width + column;
    }
}
