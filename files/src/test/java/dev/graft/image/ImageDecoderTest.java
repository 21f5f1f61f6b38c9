package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder();

    static List<String> expected() {
        return TestFiles.lines("decode/expected.csv");
    }

    @ParameterizedTest
    @MethodSource("expected")
    void readsTheStoredValues(String line) {
        String[] cells = line.split(",");
        RgbImage image = decoder.decode(TestFiles.bytes("decode/" + cells[0]));
        assertThat(image.width()).isEqualTo(Integer.parseInt(cells[1]));
        assertThat(image.height()).isEqualTo(Integer.parseInt(cells[2]));
        byte[] wanted = TestFiles.bytes("decode/" + cells[0] + ".rgb");
        assertThat(greatestDifference(image.pixels(), wanted))
                .as(cells[0])
                .isLessThanOrEqualTo(Integer.parseInt(cells[3]));
    }

    private static int greatestDifference(byte[] found, byte[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        int greatest = 0;
        for (int i = 0; i < found.length; i++) {
            greatest = Math.max(greatest, Math.abs((found[i] & 0xFF) - (wanted[i] & 0xFF)));
        }
        return greatest;
    }

    @ParameterizedTest
    @CsvSource({
        "noise.jpg, 0.5", "noise.jpg, 0.95", "noise.jpg, 0.05", "noise_progressive.jpg, 0.5",
        "noise_progressive.jpg, 0.95", "noise_restarts.jpg, 0.5", "noise_restarts.jpg, 0.95", "noise_cmyk.jpg, 0.5",
        "noise_cmyk.jpg, 0.95", "decode/rgb8.png, 0.5", "decode/rgb8.png, 0.95", "decode/grey16.png, 0.9",
        "decode/rgb24.bmp, 0.5", "decode/rgb24.bmp, 0.95", "decode/palette.gif, 0.5", "decode/palette.gif, 0.95",
        "decode/rgb8_lzw.tif, 0.5", "decode/grey16.tif, 0.5"
    })
    void refusesCutOffFiles(String name, double share) {
        byte[] whole = TestFiles.bytes(name);
        decoder.decode(whole);
        byte[] cut = Arrays.copyOf(whole, (int) (whole.length * share));
        assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(UnreadableImageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise.jpg", "noise_restarts.jpg"})
    void forgivesAMissingEndMarker(String name) {
        byte[] whole = TestFiles.bytes(name);
        byte[] cut = Arrays.copyOf(whole, whole.length - 2);
        assertThat(decoder.decode(cut).pixels()).isEqualTo(decoder.decode(whole).pixels());
    }

    @Test
    void refusesAProgressiveFileWithoutEnd() {
        byte[] whole = TestFiles.bytes("noise_progressive.jpg");
        byte[] cut = Arrays.copyOf(whole, whole.length - 2);
        assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(UnreadableImageException.class);
    }

    /** Every place to cut, for the formats people use: nothing but an error or the whole picture may come back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "decode/rgb.jpg",
                "decode/progressive.jpg",
                "decode/grey.jpg",
                "decode/rgb8.png",
                "decode/palette4.png",
                "decode/rgb24.bmp",
                "decode/palette.gif",
                "decode/grey8.tif",
                "decode/big.tif",
                "decode/tiled.tif",
                "decode/predictor.tif",
                "decode/float32.tif",
                "decode/lossless.webp",
                "decode/lossy.webp",
                "decode/lossy_alpha.webp",
                "decode/animated.webp",
                "decode/small_frame.gif",
                "decode/p4.pbm",
                "decode/p6.ppm",
                "decode/p7_rgba.pam"
            })
    void neverInventsPixels(String name) {
        byte[] whole = TestFiles.bytes(name);
        byte[] wanted = decoder.decode(whole).pixels();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            RgbImage found;
            try {
                found = decoder.decode(cut);
            } catch (UnreadableImageException expected) {
                continue;
            }
            assertThat(greatestDifference(found.pixels(), wanted))
                    .as("%s cut to %s of %s bytes", name, length, whole.length)
                    .isZero();
        }
    }

    @Test
    void refusesADamagedPng() {
        byte[] bytes = TestFiles.bytes("decode/rgb8.png");
        bytes[bytes.length / 2] ^= 1;
        assertThatThrownBy(() -> decoder.decode(bytes))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void namesTheFileThatIsNoImage(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("notes.png"), "not a picture".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("notes.png")
                .hasMessageContaining("it is a text file. Leave it out.");
    }

    @Test
    void saysThatAFileIsMissingOrEmpty(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> decoder.decode(folder.resolve("gone.png"))).hasMessageContaining("does not exist");
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        assertThatThrownBy(() -> decoder.decode(empty)).hasMessageContaining("empty");
    }

    @Test
    void trustsContentMoreThanTheName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("really-a.jpg"), TestFiles.bytes("decode/rgb8.png"));
        assertThat(decoder.decode(file).pixels()).isEqualTo(TestFiles.bytes("decode/rgb8.png.rgb"));
    }

    @Test
    void refusesMorePixelsThanItsLimit() {
        ImageDecoder small = new ImageDecoder(76, Interpolation.BILINEAR);
        assertThatThrownBy(() -> small.decode(TestFiles.bytes("decode/rgb8.png")))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("11 x 7 pixels")
                .hasMessageContaining("limit of 76");
        assertThat(new ImageDecoder(77, Interpolation.BILINEAR)
                        .decode(TestFiles.bytes("decode/rgb8.png"))
                        .width())
                .isEqualTo(11);
    }

    @Test
    void resizesAfterTurning(@TempDir Path folder) throws IOException {
        byte[] bytes = TestFiles.bytes("decode/orientation6.png");
        RgbImage turned = new RgbImage(7, 11, TestFiles.bytes("decode/orientation6.png.rgb"));
        byte[] wanted =
                new Resampling(Interpolation.BILINEAR).resize(turned, 4, 5).pixels();
        Path file = Files.write(folder.resolve("a.png"), bytes);
        assertThat(decoder.decode(file, 4, 5).pixels()).isEqualTo(wanted);
        assertThat(decoder.decode(bytes, 4, 5).pixels()).isEqualTo(wanted);
        assertThat(decoder.decode(new ByteArrayInputStream(bytes), 4, 5).pixels())
                .isEqualTo(wanted);
    }

    @Test
    void keepsGreyValuesOfBufferedImages() {
        BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            image.getRaster().setSample(x, 0, 0, x);
        }
        RgbImage decoded = decoder.decode(image);
        for (int x = 0; x < 256; x++) {
            assertThat(decoded.value(x, 0, 0)).isEqualTo(x);
            assertThat(decoded.value(x, 0, 2)).isEqualTo(x);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_ARGB_PRE
            })
    void readsEveryKindOfBufferedImage(int type) {
        BufferedImage image = new BufferedImage(1, 1, type);
        image.setRGB(0, 0, 0xFF0A64C8);
        RgbImage decoded = decoder.decode(image);
        assertThat(decoded.pixels()).containsExactly(10, 100, 200);
    }
}
