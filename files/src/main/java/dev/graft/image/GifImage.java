package dev.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first frame of a GIF file, at its place on the logical screen. What it does not cover is transparent, as browsers have
 * it, so black here. A frame that reaches beyond the screen makes the picture larger.
 *
 * @param bytes the file
 * @param canvas the screen, and where the frame lies
 * @param frameWidth of the first frame
 * @param frameHeight of the first frame
 * @param pictures how many frames there are
 */
record GifImage(byte[] bytes, Canvas canvas, int frameWidth, int frameHeight, int pictures) implements StoredImage {
    private static final int SCREEN_AT = 6;
    private static final int BLOCKS_AT = 13;
    private static final int FRAME = 0x2C;
    private static final int EXTENSION = 0x21;
    private static final int FRAME_HEADER = 10;

    static GifImage open(byte[] bytes) throws IOException {
        if (bytes.length < BLOCKS_AT) {
            throw new IOException("the file ends too early");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(SCREEN_AT);
        int width = in.getShort() & 0xFFFF;
        int height = in.getShort() & 0xFFFF;
        skip(in.position(BLOCKS_AT), colours(bytes[10]));
        if (!nextFrame(in)) {
            throw new IOException("it holds no picture");
        }
        int start = in.position();
        int left = in.getShort(start + 1) & 0xFFFF;
        int top = in.getShort(start + 3) & 0xFFFF;
        int frameWidth = in.getShort(start + 5) & 0xFFFF;
        int frameHeight = in.getShort(start + 7) & 0xFFFF;
        Canvas canvas = new Canvas(Math.max(width, left + frameWidth), Math.max(height, top + frameHeight), left, top);
        return new GifImage(bytes, canvas, frameWidth, frameHeight, frames(in));
    }

    /** Moves to the next frame's header, if there is a whole one. */
    private static boolean nextFrame(ByteBuffer in) {
        while (in.remaining() >= FRAME_HEADER) {
            int kind = in.get(in.position()) & 0xFF;
            if (kind == FRAME) {
                return true;
            }
            if (kind != EXTENSION) {
                return false;
            }
            skip(in, 2);
            skipBlocks(in);
        }
        return false;
    }

    private static int frames(ByteBuffer in) {
        int count = 0;
        while (nextFrame(in)) {
            count++;
            int flags = in.get(in.position() + FRAME_HEADER - 1);
            skip(in, FRAME_HEADER + colours(flags) + 1);
            skipBlocks(in);
        }
        return count;
    }

    /** Bytes of a colour table. */
    private static int colours(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static void skipBlocks(ByteBuffer in) {
        while (in.hasRemaining()) {
            int length = in.get() & 0xFF;
            if (length == 0) {
                return;
            }
            skip(in, length);
        }
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(Math.min(in.limit(), in.position() + bytes));
    }

    @Override
    public int width() {
        return canvas.width();
    }

    @Override
    public int height() {
        return canvas.height();
    }

    @Override
    public long memory() {
        // Java's reader keeps the whole frame, and clears a screen of its own for what other readers may ask.
        return 2L * frameWidth * frameHeight;
    }

    @Override
    public void read(Rows rows) throws IOException {
        ImageReaders.read(ImageReaders.ofJdk("GIF"), bytes, new DamageListener(false), reader -> {
            new BufferedPixels(reader.read(0)).read(canvas.around(frameWidth, frameHeight, rows));
        });
    }
}
