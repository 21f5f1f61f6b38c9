package dev.graft.augment.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Three bytes a pixel, read and written as an int a pixel: red in the lowest eight bits, then green, then blue; the upper
 * eight mean nothing. Four bytes are moved at a time, the fourth of which is the next pixel's: that halves the time. The
 * last pixel has none behind it.
 */
final class RgbBytes {
    private final byte[] bytes;
    private final ByteBuffer ints;
    private final int last;

    RgbBytes(byte[] bytes) {
        this.bytes = bytes;
        ints = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        last = bytes.length / 3 - 1;
    }

    /** Reads all pixels. */
    void read(int[] pixels) {
        for (int i = 0; i < last; i++) {
            pixels[i] = ints.getInt(3 * i);
        }
        int at = 3 * last;
        pixels[last] = bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
    }

    /** Writes pixels, all of an array; pixels behind them have to be written later. */
    void write(int[] pixels, int first) {
        int count = Math.min(pixels.length, last - first);
        for (int i = 0, at = 3 * first; i < count; i++, at += 3) {
            ints.putInt(at, pixels[i]);
        }
        if (count < pixels.length) {
            int at = 3 * last;
            bytes[at] = (byte) pixels[count];
            bytes[at + 1] = (byte) (pixels[count] >> 8);
            bytes[at + 2] = (byte) (pixels[count] >> 16);
        }
    }
}
