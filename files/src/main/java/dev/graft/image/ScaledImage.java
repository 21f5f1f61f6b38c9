package dev.graft.image;

/**
 * A picture that was resized while it was decoded, with what it was like before.
 *
 * @param image resized
 * @param original what the picture was like at its own size
 */
public record ScaledImage(RgbImage image, ImageStatistics original) {
    /** Measures a decoded picture and resizes it. */
    public static ScaledImage of(RgbImage image, Resampling resampling, int width, int height) {
        return new ScaledImage(resampling.resize(image, width, height), ImageStatistics.of(image));
    }

    /** Resizes and measures pictures while their rows come. */
    record To(ResizedPicture.To size) implements RowTarget.Maker<ScaledImage> {
        @Override
        public RowTarget<ScaledImage> of(int width, int height, Orientation orientation) {
            RowTarget<RgbImage> resized = size.of(width, height, orientation);
            RowTarget<ImageStatistics> measured = ImageStatistics.MAKER.of(width, height, orientation);
            return new RowTarget<>() {
                @Override
                public void row(int y, byte[] rgb) {
                    measured.row(y, rgb);
                    resized.row(y, rgb);
                }

                @Override
                public ScaledImage finish() {
                    return new ScaledImage(resized.finish(), measured.finish());
                }
            };
        }

        @Override
        public long memory(int width, int height, Orientation orientation) {
            return size.memory(width, height, orientation);
        }
    }
}
