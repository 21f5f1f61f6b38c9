package dev.graft.image;

/**
 * Shrinks pictures while their rows come so that they fit into a square; smaller ones stay as they are.
 *
 * @param resampling how to resize
 * @param side of the square in pixels, at least 1
 */
record Thumbnail(Resampling resampling, int side) implements RowTarget.Maker<RgbImage> {
    @Override
    public RowTarget<RgbImage> of(int width, int height, Orientation orientation) {
        return size(width, height, orientation).of(width, height, orientation);
    }

    @Override
    public long memory(int width, int height, Orientation orientation) {
        return size(width, height, orientation).memory(width, height, orientation);
    }

    private ResizedPicture.To size(int storedWidth, int storedHeight, Orientation orientation) {
        int width = orientation.liesOnItsSide() ? storedHeight : storedWidth;
        int height = orientation.liesOnItsSide() ? storedWidth : storedHeight;
        double scale = Math.min(1.0, (double) side / Math.max(width, height));
        return new ResizedPicture.To(resampling, Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int)
                Math.round(height * scale)));
    }
}
