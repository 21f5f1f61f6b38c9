package dev.graft.image;

import java.awt.image.Raster;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Samples that are signed, fractional or longer than 16 bits. Nothing says which of their values is black and which is white,
 * so this is the rule: what the file itself names as smallest and greatest sample (tags 340 and 341); else 0 and 1 for
 * fractions that all lie there; else the smallest and the greatest finite value in the picture. NaN is black.
 *
 * @param header of the file
 * @param format how samples are stored
 * @param bits of each sample
 * @param colours how many samples of each pixel are colours: 1 or 3
 * @param whiteIsZero whether the smallest value is white
 */
record WideSamples(TiffHeader header, TiffImage.SampleFormat format, int bits, int colours, boolean whiteIsZero) {
    /** What becomes 0 and what becomes 255. */
    private record Range(double black, double white) {
        int eightBits(double value) {
            if (Double.isNaN(value) || white <= black) {
                return 0;
            }
            double share = (Math.max(black, Math.min(white, value)) - black) / (white - black);
            return (int) Math.floor(share * 255 + 0.5);
        }
    }

    void read(Raster raster, StoredImage.Rows rows) {
        Range range = range(raster);
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[width * 3];
        double[] row = new double[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            row(raster, y, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = range.eightBits(row[x * bands + (colours == 3 ? c : 0)]);
                    rgb[x * 3 + c] = (byte) (whiteIsZero ? 255 - value : value);
                }
            }
            rows.row(y, rgb);
        }
    }

    private Range range(Raster raster) {
        if (header.has(TiffHeader.SMALLEST_SAMPLE) && header.has(TiffHeader.GREATEST_SAMPLE)) {
            return new Range(
                    Arrays.stream(header.all(TiffHeader.SMALLEST_SAMPLE)).min().orElseThrow(),
                    Arrays.stream(header.all(TiffHeader.GREATEST_SAMPLE)).max().orElseThrow());
        }
        double smallest = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        int bands = raster.getNumBands();
        double[] row = new double[raster.getWidth() * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            row(raster, y, row);
            for (int i = 0; i < row.length; i++) {
                if (i % bands < colours && Double.isFinite(row[i])) {
                    smallest = Math.min(smallest, row[i]);
                    greatest = Math.max(greatest, row[i]);
                }
            }
        }
        boolean shares = format == TiffImage.SampleFormat.FRACTIONAL && smallest >= 0 && greatest <= 1;
        return shares ? new Range(0, 1) : new Range(smallest, greatest);
    }

    private void row(Raster raster, int y, double[] row) {
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
        DoubleUnaryOperator sign = sign();
        for (int i = 0; i < row.length; i++) {
            row[i] = sign.applyAsDouble(row[i]);
        }
    }

    /** Rasters know no signed bytes and no unsigned ints. */
    private DoubleUnaryOperator sign() {
        return switch (format) {
            case SIGNED -> bits == 8 ? value -> (byte) value : bits == 16 ? value -> (short) value : value -> value;
            case UNSIGNED -> value -> value < 0 ? value + 0x1p32 : value;
            case FRACTIONAL -> value -> value;
        };
    }
}
