package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class FingerprintTest {
    private static final List<String> NAMES = List.of(
            "rgb8.png",
            "grey8.png",
            "grey8.bmp",
            "rgb24.bmp",
            "palette4.png",
            "grey4.png",
            "rgb_stored.jpg",
            "orientation1.jpg");

    /** {@code make_fingerprint_reference.py} wrote the expected values with Pillow and scipy. */
    @ParameterizedTest
    @CsvFileSource(resources = "fingerprint_reference.csv", useHeadersInDisplayName = true)
    void hashAndThumbnailEqualPillowsAndScipys(String image, String hash, double correlationWithNext)
            throws IOException {
        Fingerprint print = print(image);
        Fingerprint next = print(NAMES.get((NAMES.indexOf(image) + 1) % NAMES.size()));

        assertThat(Long.toHexString(print.hash())).isEqualTo(hash.replaceFirst("^0+(?=.)", ""));
        assertThat(print.correlation(next)).isCloseTo(correlationWithNext, within(1e-6));
        assertThat(next.correlation(print)).isEqualTo(print.correlation(next));
    }

    private static Fingerprint print(String name) throws IOException {
        try (var in = FingerprintTest.class.getResourceAsStream("decode/" + name)) {
            return Fingerprint.of(new ImageDecoder().decode(in)).orElseThrow();
        }
    }

    /** Smooth shapes: what is left of a photograph at 32 x 32. */
    static BufferedImage picture(long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(96, 80, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (int i = 0; i < 12; i++) {
            graphics.setColor(new java.awt.Color(random.nextInt(0x1000000)));
            graphics.fillOval(
                    random.nextInt(90) - 10, random.nextInt(70) - 10, 10 + random.nextInt(40), 10 + random.nextInt(40));
        }
        graphics.dispose();
        return image;
    }

    private static Fingerprint print(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return Fingerprint.of(new ImageDecoder().decode(new ByteArrayInputStream(out.toByteArray())))
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void compressionSizeAndBrightnessLeaveAPictureAlikeAndOtherPicturesAreNot() {
        for (long seed = 0; seed < 20; seed++) {
            BufferedImage image = picture(seed);
            Fingerprint print = print(image, "png");

            assertThat(print.resembles(print(image, "jpg")))
                    .as("JPEG of %s", seed)
                    .isTrue();
            assertThat(print.resembles(print(scaled(image, 1.4), "png")))
                    .as("%s enlarged", seed)
                    .isTrue();
            assertThat(print.resembles(print(scaled(image, 0.6), "jpg")))
                    .as("%s shrunk", seed)
                    .isTrue();
            assertThat(print.resembles(print(darker(image), "png")))
                    .as("%s darker", seed)
                    .isTrue();
            assertThat(print.resembles(print(picture(seed + 1000), "png")))
                    .as("another than %s", seed)
                    .isFalse();
        }
    }

    private static BufferedImage scaled(BufferedImage image, double factor) {
        int width = (int) (image.getWidth() * factor);
        int height = (int) (image.getHeight() * factor);
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    private static BufferedImage darker(BufferedImage image) {
        BufferedImage darker = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                darker.setRGB(
                        x, y, new java.awt.Color(image.getRGB(x, y)).darker().getRGB());
            }
        }
        return darker;
    }

    @Test
    void blankPicturesHaveNone() {
        byte[] pixels = new byte[50 * 40 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (100 + i % 7);
        }
        assertThat(Fingerprint.of(new RgbImage(50, 40, pixels))).isEqualTo(Optional.empty());
    }

    @Test
    void theIndexFindsThePairsThatComparingEachWithEachFinds() {
        List<Fingerprint> prints = new ArrayList<>();
        for (long seed = 0; seed < 150; seed++) {
            BufferedImage image = picture(seed % 100);
            prints.add(print(seed % 3 == 0 ? darker(image) : image, seed < 100 ? "png" : "jpg"));
        }
        Set<String> expected = new TreeSet<>();
        for (int a = 0; a < prints.size(); a++) {
            for (int b = a + 1; b < prints.size(); b++) {
                if (prints.get(a).resembles(prints.get(b))) {
                    expected.add(a + " " + b);
                }
            }
        }
        List<String> found = new ArrayList<>();
        new SimilarPairs(prints).forEach((a, b) -> found.add(Math.min(a, b) + " " + Math.max(a, b)));

        assertThat(expected).hasSizeGreaterThanOrEqualTo(50);
        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }
}
