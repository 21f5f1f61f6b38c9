package dev.graft.image;

import java.util.Arrays;

/**
 * Resizes images exactly as Pillow's {@code Image.resize} does for 8-bit images: the same filters, antialiased when
 * shrinking, the same fixed-point arithmetic, one pass over rows and one over columns with 8-bit values between. Models
 * trained or checked with Pillow or Keras's image loaders see the same pixels here.
 *
 * @param interpolation the filter
 */
public record Resampling(Interpolation interpolation) {
    static final int HALF = 1 << (FilterTable.PRECISION_BITS - 1);

    public Resampling {}

    /**
     * Stretches an image to exactly the given size; the aspect ratio is not kept.
     *
     * @param image the image, not changed
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @return the resized image, or {@code image} itself when it has that size already
     * @throws IllegalArgumentException if a size is below 1
     */
    public RgbImage resize(RgbImage image, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image can be resized to 1 x 1 pixels or more, found " + width + " x " + height);
        }
        if (width == image.width() && height == image.height()) {
            return image;
        }
        if (interpolation == Interpolation.NEAREST) {
            return nearest(image, width, height);
        }
        RgbImage wide = width == image.width() ? image : resizeRows(image, width);
        return height == image.height() ? wide : resizeColumns(wide, height);
    }

    /** Which old positions make up each new one along one axis; for {@link Interpolation#NEAREST}, one with all the weight. */
    FilterTable table(int oldSize, int newSize) {
        if (interpolation != Interpolation.NEAREST) {
            return FilterTable.of(oldSize, newSize, interpolation);
        }
        int[] ones = new int[newSize];
        Arrays.fill(ones, 1);
        int[] weights = new int[newSize];
        Arrays.fill(weights, 1 << FilterTable.PRECISION_BITS);
        return new FilterTable(nearestPositions(oldSize, newSize), ones, 1, weights);
    }

    private RgbImage resizeRows(RgbImage image, int width) {
        FilterTable table = FilterTable.of(image.width(), width, interpolation);
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, image.height()), 3)];
        for (int y = 0; y < image.height(); y++) {
            resizeRow(image.pixels(), y * image.width() * 3, table, out, y * width * 3);
        }
        return new RgbImage(width, image.height(), out);
    }

    static void resizeRow(byte[] in, int inStart, FilterTable table, byte[] out, int outStart) {
        int[] weights = table.weights();
        int to = outStart;
        for (int x = 0; x < table.first().length; x++) {
            int from = inStart + table.first()[x] * 3;
            int k = x * table.width();
            int end = k + table.count()[x];
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (; k < end; k++, from += 3) {
                int weight = weights[k];
                red += (in[from] & 0xFF) * weight;
                green += (in[from + 1] & 0xFF) * weight;
                blue += (in[from + 2] & 0xFF) * weight;
            }
            out[to++] = clip(red);
            out[to++] = clip(green);
            out[to++] = clip(blue);
        }
    }

    /** Adds up whole rows: neighbouring bytes in the innermost loop, which the compiler can vectorise. */
    private RgbImage resizeColumns(RgbImage image, int height) {
        FilterTable table = FilterTable.of(image.height(), height, interpolation);
        int stride = image.width() * 3;
        byte[] in = image.pixels();
        byte[] out = new byte[Math.multiplyExact(stride, height)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            for (int k = 0; k < table.count()[y]; k++) {
                addRow(in, (table.first()[y] + k) * stride, table.weights()[y * table.width() + k], sums);
            }
            for (int i = 0; i < stride; i++) {
                out[y * stride + i] = clip(sums[i]);
            }
        }
        return new RgbImage(image.width(), height, out);
    }

    static void addRow(byte[] in, int start, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (in[start + i] & 0xFF) * weight;
        }
    }

    static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> FilterTable.PRECISION_BITS));
    }

    private static RgbImage nearest(RgbImage image, int width, int height) {
        int[] columns = nearestPositions(image.width(), width);
        int[] rows = nearestPositions(image.height(), height);
        byte[] in = image.pixels();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int row = rows[y] * image.width();
            for (int x = 0; x < width; x++, to += 3) {
                System.arraycopy(in, (row + columns[x]) * 3, out, to, 3);
            }
        }
        return new RgbImage(width, height, out);
    }

    /** Steps by repeated addition because Pillow does: a product would round differently now and then. */
    private static int[] nearestPositions(int oldSize, int newSize) {
        double step = (double) oldSize / newSize;
        double position = step * 0.5;
        int[] positions = new int[newSize];
        for (int i = 0; i < newSize; i++) {
            positions[i] = Math.min((int) position, oldSize - 1);
            position += step;
        }
        return positions;
    }
}
