package dev.graft.image;

/**
 * A decoded picture: 8-bit RGB, rows from top to bottom, three interleaved bytes (red, green, blue; unsigned 0..255) a
 * pixel. Greyscale pictures hold three equal channels.
 *
 * <p>The pixel array is shared, not copied: whoever holds the picture last may write into it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels {@code height * width * 3} bytes
 */
public record RgbImage(int width, int height, byte[] pixels) {
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException("An RGB image of " + width + " x " + height + " needs "
                    + (long) width * height * 3 + " bytes, found " + pixels.length);
        }
    }

    /** Value of one channel of one pixel, 0..255. */
    public int value(int x, int y, int channel) {
        return pixels[(y * width + x) * 3 + channel] & 0xFF;
    }
}
