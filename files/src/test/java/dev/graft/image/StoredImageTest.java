package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredImageTest {
    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @CsvSource({
        "pages.tif, 3", "rgb16.tif, 1", "big.tif, 1", "animated.gif, 2", "palette.gif, 1", "small_frame.gif, 1",
        "animated.webp, 2", "lossy_alpha.webp, 1", "rgb.jpg, 1", "rgb8.png, 1", "p6.ppm, 1", "rgb24.bmp, 1"
    })
    void saysHowManyPicturesAFileHolds(String name, int pictures) {
        FileBytes file = new FileBytes(name, TestFiles.bytes("decode/" + name), () -> {});
        assertThat(decoder.decode(file, WholePicture.MAKER).pictures()).isEqualTo(pictures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decode/rgb.jpg",
                "decode/rgb_444.jpg",
                "decode/grey.jpg",
                "decode/rgb_stored.jpg",
                "noise.jpg",
                "noise_restarts.jpg"
            })
    void aJpegDecodedRowByRowEqualsOneDecodedAsAWhole(String name) throws IOException {
        byte[] bytes = TestFiles.bytes(name);
        JpegHeader header = JpegHeader.of(bytes);
        assertThat(JpegRows.of(bytes, header)).as("decoded row by row").isPresent();
        JpegImage whole = new JpegImage(bytes, header, Optional.empty());
        RowTarget<RgbImage> target = WholePicture.MAKER.of(header.width(), header.height(), Orientation.UPRIGHT);
        whole.read(target);
        assertThat(JpegRows.of(bytes, header)).isPresent();
        RowTarget<RgbImage> rows = WholePicture.MAKER.of(header.width(), header.height(), Orientation.UPRIGHT);
        new JpegImage(bytes, header, JpegRows.of(bytes, header)).read(rows);
        assertThat(rows.finish().pixels()).isEqualTo(target.finish().pixels());
    }

    /** The JDK's reader hands rows to the destination's raster one by one. Should it ever stop to do so, this says it. */
    @Test
    void aLargeJpegTakesLittleMemoryWhenASmallPictureIsWanted() throws IOException {
        BufferedImage image = new BufferedImage(3000, 2000, BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < 3000; x++) {
            image.setRGB(x, x * 2 / 3, 0xFFFFFF);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        byte[] bytes = out.toByteArray();
        decoder.decode(bytes, 224, 224);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        decoder.decode(bytes, 224, 224);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(3000L * 2000);
    }

    @ParameterizedTest
    @CsvSource({
        "tiled.tif, 322, 1073741824, tiles of 1073741824",
        "tiled.tif, 323, 1073741824, tiles of 1073741824",
        "big_tiled_big_endian.tif, 322, 1073741824, tiles of 1073741824",
        "rgb16.tif, 256, 60000, the file ends too early",
        "rgb16.tif, 277, 60000, 60000 samples",
        "tiled.tif, 257, 99000, the file ends too early",
        "tiled.tif, 259, 50000, compressed with Zstandard",
        "big.tif, 339, 6, complex numbers"
    })
    void aTiffHeaderThatLiesIsRefusedBeforePixelsAreDecoded(String name, int tag, int value, String reason) {
        byte[] bytes = withTag(TestFiles.bytes("decode/" + name), tag, value);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> decoder.decode(bytes))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining(reason);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
    }

    /** Overwrites the first value of a tag that lies in its entry, as a 32-bit number. */
    private static byte[] withTag(byte[] bytes, int tag, int value) {
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean big = buffer.getShort(2) == 43;
        int at = big ? (int) buffer.getLong(8) : buffer.getInt(4);
        int count = big ? (int) buffer.getLong(at) : buffer.getShort(at);
        at += big ? 8 : 2;
        for (int i = 0; i < count; i++, at += big ? 20 : 12) {
            if ((buffer.getShort(at) & 0xFFFF) == tag || i == count - 1) {
                buffer.putShort(at, (short) tag).putShort(at + 2, (short) 4);
                if (big) {
                    buffer.putLong(at + 4, 1).putInt(at + 12, value);
                } else {
                    buffer.putInt(at + 4, 1).putInt(at + 8, value);
                }
                return bytes;
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"raw_alpha.webp, stored uncompressed", "preview.tif, only a preview"})
    void variantsThatAreNotReadAreRefusedWithWhatToDo(String name, String reason) {
        assertThatThrownBy(() -> decoder.decode(TestFiles.bytes(name)))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("Convert it to PNG or JPEG.");
    }

    @Test
    void aPictureThatIsTooLargeForTheHeapIsNamedWithWhatToDo() {
        ImageDecoder small = new ImageDecoder(1000, Interpolation.BILINEAR, new DecodingMemory(200));
        FileBytes file = new FileBytes("photo.png", TestFiles.bytes("decode/rgb8.png"), () -> {});
        assertThatThrownBy(() -> small.decode(file, WholePicture.MAKER))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("photo.png")
                .hasMessageContaining("of memory")
                .hasMessageContaining("-Xmx");
    }

    @Test
    void anErrorOfMemoryIsNamedWithWhatToDo() {
        FileBytes file = new FileBytes("photo.png", TestFiles.bytes("decode/rgb8.png"), () -> {});
        RowTarget.Maker<RgbImage> hungry = new RowTarget.Maker<>() {
            @Override
            public RowTarget<RgbImage> of(int width, int height, Orientation orientation) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public long memory(int width, int height, Orientation orientation) {
                return 0;
            }
        };
        assertThatThrownBy(() -> decoder.decode(file, hungry))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("photo.png")
                .hasMessageContaining("not enough memory")
                .hasMessageContaining("-Xmx");
    }

    /** A hundred kilobytes of compressed text would become a hundred megabytes if anyone unpacked it. */
    @Test
    void compressedTextsInAPngAreNotUnpacked() throws IOException {
        byte[] png = TestFiles.bytes("decode/rgb8.png");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("zTXtcomment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(text)) {
            deflater.write(new byte[100 << 20]);
        }
        CRC32 checksum = new CRC32();
        checksum.update(text.toByteArray());
        ByteBuffer bytes = ByteBuffer.allocate(png.length + text.size() + 8);
        bytes.put(png, 0, 33);
        bytes.putInt(text.size() - 4).put(text.toByteArray()).putInt((int) checksum.getValue());
        bytes.put(png, 33, png.length - 33);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThat(decoder.decode(bytes.array()).pixels()).isEqualTo(TestFiles.bytes("decode/rgb8.png.rgb"));
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(10L << 20);
    }

    @Test
    void anImageWhoseSizeOverflowsAnIntIsRefused() {
        assertThatThrownBy(() -> new RgbImage(65536, 65536, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thumbnailsFitAndSmallPicturesStayAsTheyAre(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, TestFiles.bytes("decode/orientation6.png"));
        RgbImage upright = decoder.decode(file);
        assertThat(decoder.decodeWithin(file, 5).pixels())
                .isEqualTo(new Resampling(Interpolation.BILINEAR)
                        .resize(upright, 3, 5)
                        .pixels());
        assertThat(decoder.decodeWithin(file, 11).pixels()).isEqualTo(upright.pixels());
        // Sums of another order differ in their last digits.
        ImageStatistics wanted = ImageStatistics.of(upright);
        ImageStatistics found = decoder.measure(file);
        assertThat(found.width()).isEqualTo(wanted.width());
        assertThat(found.colour()).isEqualTo(wanted.colour());
        assertThat(found.brightness()).isCloseTo(wanted.brightness(), within(1e-9));
        assertThat(found.contrast()).isCloseTo(wanted.contrast(), within(1e-9));
        ScaledImage scaled = decoder.decodeScaled(file, 4, 4);
        assertThat(scaled.original()).isEqualTo(found);
        assertThat(Arrays.equals(
                        scaled.image().pixels(), decoder.decode(file, 4, 4).pixels()))
                .isTrue();
    }
}
