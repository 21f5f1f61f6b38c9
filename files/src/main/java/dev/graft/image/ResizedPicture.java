package dev.graft.image;

/**
 * Resizes a picture while its rows come. The result equals {@link Resampling#resize} of the whole upright picture to the last
 * bit, whatever its orientation: both passes are those of {@link Resampling}, in the same order and with the same rounding
 * between them, and sums of integers do not depend on the order of the rows. Of the picture itself nothing is kept but one
 * row.
 *
 * <p>A picture that stands upright as it is stored is resized along each row first, as {@link Resampling} does it; its rows
 * then add up to the result's rows. One that lies on its side is stored column by column: its rows add up to the first pass's
 * columns, and the second pass follows at the end.
 */
final class ResizedPicture implements RowTarget<RgbImage> {
    private final int width;
    private final int height;
    private final int storedHeight;
    private final Orientation orientation;
    private final FilterTable across;
    private final FilterTable down;
    private final RowSums sums;
    private final byte[] mirrored;
    private final byte[] shortened;

    /** Resizes upright pictures to one size. */
    record To(Resampling resampling, int width, int height) implements Maker<RgbImage> {
        @Override
        public RowTarget<RgbImage> of(int storedWidth, int storedHeight, Orientation orientation) {
            return new ResizedPicture(this, storedWidth, storedHeight, orientation);
        }

        @Override
        public long memory(int storedWidth, int storedHeight, Orientation orientation) {
            long between = 3L * (orientation.liesOnItsSide() ? storedWidth : height) * width;
            return between + 3L * width * height + 64L * Math.max(storedWidth, storedHeight);
        }
    }

    private ResizedPicture(To wanted, int storedWidth, int storedHeight, Orientation orientation) {
        this.width = wanted.width();
        this.height = wanted.height();
        this.storedHeight = storedHeight;
        this.orientation = orientation;
        boolean turned = orientation.liesOnItsSide();
        this.across = wanted.resampling().table(turned ? storedHeight : storedWidth, width);
        this.down = wanted.resampling().table(turned ? storedWidth : storedHeight, height);
        this.sums = turned
                ? new RowSums(across, storedHeight, storedWidth * 3)
                : new RowSums(down, storedHeight, width * 3);
        this.mirrored = new byte[orientation.mirrorsRows() ? storedWidth * 3 : 0];
        this.shortened = new byte[turned ? 0 : width * 3];
    }

    @Override
    public void row(int y, byte[] rgb) {
        byte[] row = orientation.mirrorsRows() ? mirror(rgb) : rgb;
        int position = orientation.turnsRowsOver() ? storedHeight - 1 - y : y;
        if (orientation.liesOnItsSide()) {
            sums.add(position, row);
        } else {
            Resampling.resizeRow(row, 0, across, shortened, 0);
            sums.add(position, shortened);
        }
    }

    private byte[] mirror(byte[] rgb) {
        for (int from = 0, to = mirrored.length - 3; to >= 0; from += 3, to -= 3) {
            mirrored[to] = rgb[from];
            mirrored[to + 1] = rgb[from + 1];
            mirrored[to + 2] = rgb[from + 2];
        }
        return mirrored;
    }

    @Override
    public RgbImage finish() {
        return new RgbImage(width, height, orientation.liesOnItsSide() ? transposed() : joined());
    }

    private byte[] joined() {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(sums.row(y), 0, pixels, y * width * 3, width * 3);
        }
        return pixels;
    }

    private byte[] transposed() {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        byte[] column = new byte[height * 3];
        for (int x = 0; x < width; x++) {
            Resampling.resizeRow(sums.row(x), 0, down, column, 0);
            for (int y = 0; y < height; y++) {
                System.arraycopy(column, y * 3, pixels, (y * width + x) * 3, 3);
            }
        }
        return pixels;
    }
}
