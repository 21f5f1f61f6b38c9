package dev.graft.image;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Reads a sequential JPEG row by row with the JDK's reader (libjpeg), so that only a few rows lie in memory. The reader hands
 * each decoded row to the destination's raster; here that raster passes the row on instead of storing it.
 *
 * <p>The reader gets the picture without what is not pixels, and with a plain word about its colours. It would apply profiles
 * and guess colours by rules of its own otherwise; {@link JpegHeader} has libjpeg's.
 *
 * @param plain the file without comments and application segments, but with Adobe's segment
 */
record JpegRows(byte[] plain, JpegHeader header) {
    private static final byte[] ADOBE = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};
    private static final int START_OF_SCAN = 0xDA;
    private static final int COMMENT = 0xFE;

    /** Empty if the picture is not sequential, neither grey nor in three colours, or its segments do not join. */
    static Optional<JpegRows> of(byte[] bytes, JpegHeader header) {
        boolean colours = header.components() == 3;
        if (!header.sequential() || header.height() == 0 || !colours && header.components() != 1) {
            return Optional.empty();
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length + ADOBE.length);
        plain.write(bytes, 0, 2);
        if (colours) {
            plain.writeBytes(ADOBE);
            plain.write(header.isLumaChroma() ? 1 : 0);
        }
        for (int at = 2; at + 4 <= bytes.length; ) {
            int marker = bytes[at + 1] & 0xFF;
            int length = 2 + ((bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF);
            if ((bytes[at] & 0xFF) != 0xFF || marker < 0xC0 || at + length > bytes.length) {
                return Optional.empty();
            }
            if (marker == START_OF_SCAN) {
                if (bytes[at + 4] != header.components()) {
                    // One scan for each channel: libjpeg then delivers the rows more than once.
                    return Optional.empty();
                }
                plain.write(bytes, at, bytes.length - at);
                return Optional.of(new JpegRows(plain.toByteArray(), header));
            }
            if (marker != COMMENT && (marker < 0xE0 || marker > 0xEF)) {
                plain.write(bytes, at, length);
            }
            at += length;
        }
        return Optional.empty();
    }

    void read(DamageListener damage, StoredImage.Rows rows) throws IOException {
        int[] bands = IntStream.range(0, header.components()).toArray();
        Destination destination = new Destination(header.width(), header.height(), bands, rows);
        int space = bands.length == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(space), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(colours, destination, false, null);
        ImageReaders.use(ImageReaders.ofJdk("JPEG"), plain, damage, reader -> readInto(image, bands, reader));
        destination.check();
    }

    private static BufferedImage readInto(BufferedImage image, int[] bands, ImageReader reader) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(image);
        param.setSourceBands(bands);
        param.setDestinationBands(bands);
        return reader.read(0, param);
    }

    /** Looks like a picture's raster, but holds no pixel. */
    private static final class Destination extends WritableRaster {
        private final StoredImage.Rows rows;
        private final byte[] rgb;
        private byte[] samples;
        private int next;

        Destination(int width, int height, int[] bands, StoredImage.Rows rows) {
            super(
                    new PixelInterleavedSampleModel(
                            DataBuffer.TYPE_BYTE, width, height, bands.length, width * bands.length, bands),
                    new DataBufferByte(1),
                    new Point());
            this.rows = rows;
            this.rgb = new byte[width * 3];
            this.samples = new byte[width * bands.length];
        }

        @Override
        public void setRect(int x, int y, Raster row) {
            if (x != 0 || y != next || row.getWidth() != getWidth() || row.getHeight() != 1) {
                throw new IllegalStateException("Expected row " + next + " of the picture, found row " + y);
            }
            samples = (byte[]) row.getDataElements(row.getMinX(), row.getMinY(), getWidth(), 1, samples);
            if (getNumBands() == 1) {
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = samples[i / 3];
                }
                rows.row(y, rgb);
            } else {
                rows.row(y, samples);
            }
            next++;
        }

        void check() throws IOException {
            if (next != getHeight()) {
                throw new IOException("the file ends too early");
            }
        }
    }
}
