package dev.graft.image;

import java.awt.image.Raster;
import java.io.IOException;

/**
 * Turns a JPEG's stored channels into RGB with libjpeg's integer arithmetic. ImageIO's own conversion is not used: it
 * applies colour profiles, and for CMYK it depends on the profiles that the machine has.
 */
record JpegPixels(JpegHeader header) {
    private static final int SCALE_BITS = 16;
    private static final int HALF = 1 << (SCALE_BITS - 1);

    void read(Raster raster, StoredImage.Rows rows) throws IOException {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        byte[] rgb = new byte[width * 3];
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            convert(row, bands, rgb);
            rows.row(y, rgb);
        }
    }

    private void convert(int[] row, int bands, byte[] pixels) throws IOException {
        switch (bands) {
            case 1 -> grey(row, pixels);
            case 3 -> {
                if (header.isLumaChroma()) {
                    lumaChromaToRgb(row, bands);
                }
                rgb(row, pixels);
            }
            case 4 -> {
                if (header.isLumaChromaBlack()) {
                    lumaChromaToInks(row);
                }
                invertedCmyk(row, pixels);
            }
            default ->
                throw new IOException("it has " + bands + " channels; 1 (grey), 3 (colour) or 4 (CMYK) can be read");
        }
    }

    private static void grey(int[] row, byte[] pixels) {
        for (int x = 0, to = 0; x < row.length; x++) {
            byte value = (byte) row[x];
            pixels[to++] = value;
            pixels[to++] = value;
            pixels[to++] = value;
        }
    }

    private static void rgb(int[] row, byte[] pixels) {
        for (int i = 0; i < row.length; i++) {
            pixels[i] = (byte) row[i];
        }
    }

    /** Adobe, whom everyone follows, stores inks inverted: 255 is no ink. */
    private static void invertedCmyk(int[] row, byte[] pixels) {
        int to = 0;
        for (int i = 0; i < row.length; i += 4) {
            for (int c = 0; c < 3; c++) {
                pixels[to++] = (byte) Blend.underInk(255 - row[i + c], 255 - row[i + 3]);
            }
        }
    }

    private static void lumaChromaToRgb(int[] row, int step) {
        for (int i = 0; i < row.length; i += step) {
            int luma = row[i];
            int blue = row[i + 1] - 128;
            int red = row[i + 2] - 128;
            row[i] = clip(luma + ((fixed(1.40200) * red + HALF) >> SCALE_BITS));
            row[i + 1] = clip(luma + ((-fixed(0.34414) * blue - fixed(0.71414) * red + HALF) >> SCALE_BITS));
            row[i + 2] = clip(luma + ((fixed(1.77200) * blue + HALF) >> SCALE_BITS));
        }
    }

    private static void lumaChromaToInks(int[] row) {
        lumaChromaToRgb(row, 4);
        for (int i = 0; i < row.length; i += 4) {
            for (int c = 0; c < 3; c++) {
                row[i + c] = 255 - row[i + c];
            }
        }
    }

    private static int fixed(double x) {
        return (int) (x * (1 << SCALE_BITS) + 0.5);
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
