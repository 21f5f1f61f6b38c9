package dev.graft.image;

/** All rows of a picture, turned upright at the end. */
final class WholePicture implements RowTarget<RgbImage> {
    static final Maker<RgbImage> MAKER = new Maker<>() {
        @Override
        public RowTarget<RgbImage> of(int width, int height, Orientation orientation) {
            return new WholePicture(width, height, orientation);
        }

        @Override
        public long memory(int width, int height, Orientation orientation) {
            long once = 3L * width * height;
            return orientation.equals(Orientation.UPRIGHT) ? once : 2 * once;
        }
    };

    private final int width;
    private final int height;
    private final Orientation orientation;
    private final byte[] pixels;

    private WholePicture(int width, int height, Orientation orientation) {
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        this.pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    }

    @Override
    public void row(int y, byte[] rgb) {
        System.arraycopy(rgb, 0, pixels, y * width * 3, width * 3);
    }

    @Override
    public RgbImage finish() {
        return orientation.apply(new RgbImage(width, height, pixels));
    }
}
