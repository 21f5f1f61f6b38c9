package dev.graft.image;

import java.io.IOException;
import java.util.Optional;

/**
 * A JPEG file. Sequential ones in grey or colour, as cameras write them, are decoded row by row ({@link JpegRows}); all others
 * as a whole.
 *
 * @param bytes the file
 * @param header what it says about itself
 * @param rowByRow how to decode it row by row, where that can be done
 */
record JpegImage(byte[] bytes, JpegHeader header, Optional<JpegRows> rowByRow) implements StoredImage {
    static JpegImage open(byte[] bytes) throws IOException {
        JpegHeader header = JpegHeader.of(bytes);
        return new JpegImage(bytes, header, JpegRows.of(bytes, header));
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(ImageFormat.JPEG, bytes);
    }

    @Override
    public long memory() {
        if (rowByRow.isPresent()) {
            return bytes.length + 64L * width();
        }
        long pixels = (long) width() * height();
        // libjpeg keeps two bytes for each coefficient until the last pass; that memory is not Java's, but has to be
        // there.
        long coefficients = header.progressive() ? 2L * header.components() * pixels : 0;
        return header.components() * pixels + coefficients;
    }

    @Override
    public void read(Rows rows) throws IOException {
        // Without its end a progressive file may lack whole passes, which would only blur it.
        DamageListener damage = new DamageListener(!header.progressive());
        if (rowByRow.isPresent()) {
            rowByRow.get().read(damage, rows);
            return;
        }
        ImageReaders.read(ImageReaders.jpeg(), bytes, damage, reader -> {
            new JpegPixels(header).read(reader.readRaster(0, null), rows);
        });
    }
}
