package dev.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A BMP file.
 *
 * @param bytes the file
 * @param width in pixels
 * @param height in pixels
 */
record BmpImage(byte[] bytes, int width, int height) implements StoredImage {
    private static final int HEADER_SIZE_AT = 14;
    private static final int OLDEST_HEADER = 12;
    private static final int LEAST_BYTES = 26;

    static BmpImage open(byte[] bytes) throws IOException {
        if (bytes.length < LEAST_BYTES) {
            throw new IOException("the file ends too early");
        }
        ByteBuffer header =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_SIZE_AT);
        if (header.getInt() == OLDEST_HEADER) {
            return new BmpImage(bytes, header.getShort() & 0xFFFF, header.getShort() & 0xFFFF);
        }
        int width = header.getInt();
        // Rows from the top to the bottom are marked by a negative height.
        int height = header.getInt();
        return new BmpImage(bytes, width, height == Integer.MIN_VALUE ? 0 : Math.abs(height));
    }

    @Override
    public long memory() {
        return 4L * width * height;
    }

    @Override
    public void read(Rows rows) throws IOException {
        ImageReaders.read(ImageReaders.ofJdk("BMP"), bytes, new DamageListener(false), reader -> {
            new BufferedPixels(reader.read(0)).read(rows);
        });
    }
}
