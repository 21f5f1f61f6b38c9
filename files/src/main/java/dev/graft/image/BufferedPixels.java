package dev.graft.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Reads a {@link BufferedImage}'s stored samples. {@link BufferedImage#getRGB} is not used: for greyscale it converts
 * from linear light to sRGB and so changes every value.
 *
 * @param image the picture
 * @param bits how many bits of its samples are used, at most: 12 are stored in 16
 */
record BufferedPixels(BufferedImage image, int bits) {
    /** Of a picture whose samples fill their type, or whose model says how many bits they have. */
    BufferedPixels(BufferedImage image) {
        this(image, Integer.MAX_VALUE);
    }

    /** @throws IOException if samples are no 8- or 16-bit shares of grey, RGB or CMYK; the message is a reason */
    void read(StoredImage.Rows rows) throws IOException {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            throughPalette(palette, rows);
            return;
        }
        checkSamples();
        switch (image.getColorModel().getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> colours(1, rows);
            case ColorSpace.TYPE_RGB -> colours(3, rows);
            case ColorSpace.TYPE_CMYK -> colours(4, rows);
            default -> throw new IOException("its colours are neither grey, RGB nor CMYK");
        }
    }

    private void checkSamples() throws IOException {
        Raster raster = image.getRaster();
        int type = raster.getTransferType();
        boolean whole = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        for (int size : raster.getSampleModel().getSampleSize()) {
            if (!whole || size > 16) {
                throw new IOException(
                        "its samples are signed, fractional or longer than 16 bits; 8 and 16 bits can be read");
            }
        }
    }

    private void throughPalette(IndexColorModel palette, StoredImage.Rows rows) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        byte[] pixels = new byte[image.getWidth() * 3];
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRaster().getPixels(0, y, row.length, 1, row);
            int to = 0;
            for (int index : row) {
                int argb = index < colours.length ? colours[index] : 0;
                int alpha = argb >>> 24;
                pixels[to++] = (byte) Blend.scaled(argb >> 16 & 0xFF, alpha);
                pixels[to++] = (byte) Blend.scaled(argb >> 8 & 0xFF, alpha);
                pixels[to++] = (byte) Blend.scaled(argb & 0xFF, alpha);
            }
            rows.row(y, pixels);
        }
    }

    private void colours(int channels, StoredImage.Rows rows) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int width = image.getWidth();
        int[] greatest = greatestValues(raster);
        ColorModel model = image.getColorModel();
        // Colours that were multiplied by alpha already lie over black as they are.
        boolean blend = model.hasAlpha() && !model.isAlphaPremultiplied() && bands > channels;
        byte[] pixels = new byte[width * 3];
        int[] row = new int[width * bands];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            toEightBits(row, greatest);
            for (int i = 0, to = 0; i < row.length; i += bands, to += 3) {
                int alpha = blend ? row[i + channels] : 255;
                for (int c = 0; c < 3; c++) {
                    pixels[to + c] = (byte) Blend.scaled(colour(row, i, c, channels), alpha);
                }
            }
            rows.row(y, pixels);
        }
    }

    private static int colour(int[] row, int at, int colour, int channels) {
        return switch (channels) {
            case 1 -> row[at];
            case 3 -> row[at + colour];
            default -> Blend.underInk(row[at + colour], row[at + 3]);
        };
    }

    private int[] greatestValues(Raster raster) {
        int[] greatest = raster.getSampleModel().getSampleSize();
        for (int i = 0; i < greatest.length; i++) {
            greatest[i] = (1 << Math.min(greatest[i], bits)) - 1;
        }
        return greatest;
    }

    private static void toEightBits(int[] row, int[] greatest) {
        for (int i = 0; i < row.length; i++) {
            int most = greatest[i % greatest.length];
            if (most != 255) {
                row[i] = (row[i] * 255 + most / 2) / most;
            }
        }
    }
}
