package dev.graft.image;

import java.awt.image.Raster;

/**
 * CIE L*a*b* as TIFF stores it, to sRGB: the light is D50, as libtiff and Adobe's programs take it, adapted to sRGB's D65 by
 * Bradford's matrix. Colours that sRGB does not have are cut off channel by channel.
 *
 * @param icc whether a* and b* are stored as ICC profiles do (photometric 9), shifted, instead of signed
 * @param bits of each sample, 8 or 16
 */
record LabPixels(boolean icc, int bits) {
    private static final double WHITE_X = 0.9642;
    private static final double WHITE_Z = 0.8249;

    /** From XYZ under D50 to linear sRGB (Lindbloom, RGB/XYZ matrices, sRGB adapted to D50 by Bradford). */
    private static final double[][] LINEAR = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}
    };

    void read(Raster raster, StoredImage.Rows rows) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[width * 3];
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                convert(row, x * bands, rgb, x * 3);
            }
            rows.row(y, rgb);
        }
    }

    private void convert(int[] row, int from, byte[] rgb, int to) {
        double lightness = (row[from] & (bits == 8 ? 0xFF : 0xFFFF)) * 100.0 / greatestLightness();
        double y = (lightness + 16) / 116;
        double x = y + chroma(row[from + 1]) / 500;
        double z = y - chroma(row[from + 2]) / 200;
        double[] xyz = {WHITE_X * cubed(x), cubed(y), WHITE_Z * cubed(z)};
        for (int c = 0; c < 3; c++) {
            double linear = LINEAR[c][0] * xyz[0] + LINEAR[c][1] * xyz[1] + LINEAR[c][2] * xyz[2];
            rgb[to + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, gamma(linear))));
        }
    }

    private double greatestLightness() {
        if (bits == 8) {
            return 255;
        }
        return icc ? 0xFF00 : 0xFFFF;
    }

    /** a* or b*. */
    private double chroma(int stored) {
        if (bits == 8) {
            return icc ? (stored & 0xFF) - 128 : (byte) stored;
        }
        return (icc ? (stored & 0xFFFF) - 32768 : (short) stored) / 256.0;
    }

    /** The inverse of CIE's cube root with its straight piece near black. */
    private static double cubed(double root) {
        double edge = 6.0 / 29;
        return root > edge ? root * root * root : 3 * edge * edge * (root - 4.0 / 29);
    }

    private static double gamma(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }
}
