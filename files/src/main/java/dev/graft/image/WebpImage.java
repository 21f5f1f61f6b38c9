package dev.graft.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A WebP file, lossy or lossless, with or without alpha; of an animation the first frame, at its place on the canvas.
 *
 * <p>The reader gets the frame's picture alone, as a still file: it would apply a colour profile, and gives an animation's
 * frame without its place.
 *
 * @param bytes the file
 * @param canvas the whole picture, and where the frame lies
 * @param frameWidth of the first frame
 * @param frameHeight of the first frame
 * @param still the first frame as a file of its own
 * @param pictures how many frames there are
 */
record WebpImage(byte[] bytes, Canvas canvas, int frameWidth, int frameHeight, byte[] still, int pictures)
        implements StoredImage {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int ALPHA_FLAG = 0x10;
    private static final int ANIMATION_FLAG = 0x02;
    /** What the reader takes for each pixel: lossy pictures of 12 million pixels need 7 to be read, lossless ones 12. */
    private static final int DECODER_BYTES = 12;

    /** A piece of the file: four letters, and where its content lies. */
    private record Chunk(String kind, int start, int length) {
        int end() {
            return start + length;
        }
    }

    static WebpImage open(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Chunk first = chunk(in, RIFF_HEADER);
        if (!first.kind().equals("VP8X")) {
            return still(bytes, in, RIFF_HEADER, first.end());
        }
        if (first.length() < 10) {
            throw new IOException("its header is damaged");
        }
        int width = 1 + threeBytes(in, first.start() + 4);
        int height = 1 + threeBytes(in, first.start() + 7);
        if ((bytes[first.start()] & ANIMATION_FLAG) == 0) {
            WebpImage image = still(bytes, in, next(first), bytes.length);
            if (image.width() != width || image.height() != height) {
                throw new IOException("its data are damaged (two sizes)");
            }
            return image;
        }
        return animation(bytes, in, first, width, height);
    }

    private static WebpImage animation(byte[] bytes, ByteBuffer in, Chunk header, int width, int height)
            throws IOException {
        WebpImage frame = null;
        int frames = 0;
        for (int at = next(header); at + CHUNK_HEADER <= bytes.length; ) {
            Chunk chunk = chunk(in, at);
            if (chunk.kind().equals("ANMF")) {
                if (frame == null) {
                    frame = still(bytes, in, chunk.start() + FRAME_HEADER, chunk.end());
                    int left = 2 * threeBytes(in, chunk.start());
                    int top = 2 * threeBytes(in, chunk.start() + 3);
                    frame = new WebpImage(
                            bytes,
                            new Canvas(width, height, left, top),
                            frame.width(),
                            frame.height(),
                            frame.still(),
                            0);
                }
                frames++;
            }
            at = next(chunk);
        }
        if (frame == null) {
            throw new IOException("it holds no picture");
        }
        if (frame.canvas.left() + frame.frameWidth > width || frame.canvas.top() + frame.frameHeight > height) {
            throw new IOException("its data are damaged (a frame beyond the picture)");
        }
        return new WebpImage(bytes, frame.canvas, frame.frameWidth, frame.frameHeight, frame.still, frames);
    }

    /** One picture out of the chunks of a part of the file. */
    private static WebpImage still(byte[] bytes, ByteBuffer in, int from, int to) throws IOException {
        Chunk alpha = null;
        for (int at = from; at + CHUNK_HEADER <= to; ) {
            Chunk chunk = chunk(in, at);
            switch (chunk.kind()) {
                case "ALPH" -> alpha = compressed(bytes, chunk);
                case "VP8 " -> {
                    if (chunk.length() < 10 || (bytes[chunk.start()] & 1) != 0) {
                        throw new IOException("its data are damaged (no key frame)");
                    }
                    int width = in.getShort(chunk.start() + 6) & 0x3FFF;
                    int height = in.getShort(chunk.start() + 8) & 0x3FFF;
                    return picture(bytes, width, height, alpha, chunk);
                }
                case "VP8L" -> {
                    if (chunk.length() < 5) {
                        throw new IOException("the file ends too early");
                    }
                    int sizes = in.getInt(chunk.start() + 1);
                    return picture(bytes, 1 + (sizes & 0x3FFF), 1 + (sizes >>> 14 & 0x3FFF), null, chunk);
                }
                default -> {
                    // Profiles, metadata and whatever later versions hold.
                }
            }
            at = next(chunk);
        }
        throw new IOException("it holds no picture");
    }

    private static Chunk compressed(byte[] bytes, Chunk alpha) throws IOException {
        if (alpha.length() < 1 || (bytes[alpha.start()] & 3) != 1) {
            throw new UnsupportedVariantException("its opacity is stored uncompressed");
        }
        return alpha;
    }

    private static WebpImage picture(byte[] bytes, int width, int height, @Nullable Chunk alpha, Chunk pixels) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        if (alpha != null) {
            ByteBuffer header = ByteBuffer.allocate(CHUNK_HEADER + 10).order(ByteOrder.LITTLE_ENDIAN);
            header.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(ALPHA_FLAG);
            putThreeBytes(header, width - 1);
            putThreeBytes(header, height - 1);
            chunks.writeBytes(header.array());
            chunks.write(bytes, alpha.start() - CHUNK_HEADER, CHUNK_HEADER + alpha.length());
            pad(chunks);
        }
        chunks.write(bytes, pixels.start() - CHUNK_HEADER, CHUNK_HEADER + pixels.length());
        pad(chunks);
        ByteBuffer still = ByteBuffer.allocate(RIFF_HEADER + chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
        still.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunks.size());
        still.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunks.toByteArray());
        return new WebpImage(bytes, new Canvas(width, height, 0, 0), width, height, still.array(), 1);
    }

    private static void pad(ByteArrayOutputStream chunks) {
        if (chunks.size() % 2 == 1) {
            chunks.write(0);
        }
    }

    private static Chunk chunk(ByteBuffer in, int at) throws IOException {
        if (at + CHUNK_HEADER > in.limit()) {
            throw new IOException("the file ends too early");
        }
        byte[] kind = new byte[4];
        in.get(at, kind);
        int length = in.getInt(at + 4);
        if (length < 0 || length > in.limit() - at - CHUNK_HEADER) {
            throw new IOException("the file ends too early");
        }
        return new Chunk(new String(kind, StandardCharsets.ISO_8859_1), at + CHUNK_HEADER, length);
    }

    /** Chunks begin at even places. */
    private static int next(Chunk chunk) {
        return chunk.end() + chunk.length() % 2;
    }

    private static int threeBytes(ByteBuffer in, int at) {
        return in.get(at) & 0xFF | (in.get(at + 1) & 0xFF) << 8 | (in.get(at + 2) & 0xFF) << 16;
    }

    private static void putThreeBytes(ByteBuffer out, int value) {
        out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
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
    public Orientation orientation() {
        return Orientation.of(ImageFormat.WEBP, bytes);
    }

    @Override
    public long memory() {
        return still.length + (long) DECODER_BYTES * frameWidth * frameHeight;
    }

    @Override
    public void read(Rows rows) throws IOException {
        ImageReaders.read(ImageReaders.webp(), still, new DamageListener(false), reader -> {
            new BufferedPixels(reader.read(0)).read(canvas.around(frameWidth, frameHeight, rows));
        });
    }
}
