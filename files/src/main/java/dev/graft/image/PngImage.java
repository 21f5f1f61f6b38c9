package dev.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A PNG file; of an animated one the picture that other programs show.
 *
 * @param bytes the file
 * @param width in pixels
 * @param height in pixels
 * @param pixelBytes of each pixel as it is decoded
 */
record PngImage(byte[] bytes, int width, int height, int pixelBytes) implements StoredImage {
    private static final int HEADER_AT = 16;
    private static final int HEADER_END = 33;

    static PngImage open(byte[] bytes) throws IOException {
        new PngIntegrity(bytes).check();
        if (bytes.length < HEADER_END) {
            throw new IOException("the file ends too early");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).position(HEADER_AT);
        int width = header.getInt();
        int height = header.getInt();
        int bits = header.get();
        int channels = switch (header.get()) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        return new PngImage(bytes, width, height, channels * (bits == 16 ? 2 : 1));
    }

    @Override
    public Orientation orientation() {
        return Orientation.of(ImageFormat.PNG, bytes);
    }

    @Override
    public long memory() {
        return (long) width * height * pixelBytes;
    }

    @Override
    public void read(Rows rows) throws IOException {
        ImageReaders.read(ImageReaders.ofJdk("PNG"), bytes, new DamageListener(false), reader -> {
            new BufferedPixels(reader.read(0)).read(rows);
        });
    }
}
