package dev.graft.image;

/**
 * What a picture is like at its own size.
 *
 * @param width in pixels, upright
 * @param height in pixels, upright
 * @param colour whether red, green and blue of any pixel differ by more than {@value #GREY_TOLERANCE}
 * @param brightness mean luma (ITU-R 601) of all pixels, 0..255
 * @param contrast standard deviation of the luma
 */
public record ImageStatistics(int width, int height, boolean colour, double brightness, double contrast) {
    /** How far channels may lie apart in a grey image that was stored as JPEG. */
    private static final int GREY_TOLERANCE = 6;

    static final RowTarget.Maker<ImageStatistics> MAKER = new RowTarget.Maker<>() {
        @Override
        public RowTarget<ImageStatistics> of(int width, int height, Orientation orientation) {
            boolean turned = orientation.liesOnItsSide();
            return new Sums(turned ? height : width, turned ? width : height);
        }

        @Override
        public long memory(int width, int height, Orientation orientation) {
            return 0;
        }
    };

    /** Of a decoded picture. */
    public static ImageStatistics of(RgbImage image) {
        Sums sums = new Sums(image.width(), image.height());
        sums.row(0, image.pixels());
        return sums.finish();
    }

    /** Sums over pixels that come piece by piece. */
    private static final class Sums implements RowTarget<ImageStatistics> {
        private final int width;
        private final int height;
        private boolean colour;
        private double sum;
        private double squares;

        Sums(int width, int height) {
            this.width = width;
            this.height = height;
        }

        @Override
        public void row(int y, byte[] rgb) {
            for (int i = 0; i < rgb.length; i += 3) {
                int red = rgb[i] & 0xFF;
                int green = rgb[i + 1] & 0xFF;
                int blue = rgb[i + 2] & 0xFF;
                int spread = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
                colour |= spread > GREY_TOLERANCE;
                double luma = 0.299 * red + 0.587 * green + 0.114 * blue;
                sum += luma;
                squares += luma * luma;
            }
        }

        @Override
        public ImageStatistics finish() {
            double count = (double) width * height;
            double mean = sum / count;
            double variance = Math.max(0, squares / count - mean * mean);
            return new ImageStatistics(width, height, colour, mean, Math.sqrt(variance));
        }
    }
}
