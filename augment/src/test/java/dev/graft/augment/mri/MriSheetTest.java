package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.geometry.Elastic;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * What every transform does, to be looked at: sheet.png has a row for each, in the order below, with two seeds for a grey and
 * two for a coloured picture; the first row is the pictures themselves.
 *
 * <p>To write it anew: {@code mvn -pl core,augment test -Dtest=MriSheetTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dgraft.sheet.write=true}; then look at it.
 */
class MriSheetTest {
    private static final int SIZE = 48;

    private static final List<Transform> TRANSFORMS = List.of(
            new LeftRightFlip(new Probability(0)),
            new LeftRightFlip(Probability.ALWAYS),
            new Elastic(new Range(0.2, 0.4)),
            new BiasField(Range.around(0.5)),
            new Motion(Range.around(10), Range.around(0.05)),
            new Ghosting(new Range(3, 6), new Range(0.5, 1)),
            new Gibbs(new Range(0.5, 0.7)),
            new Spike(new Range(1, 2), new Range(0.3, 0.8)),
            new Anisotropic(new Range(2, 4)),
            new LowResolution(new Range(0.3, 0.5)),
            new RicianNoise(new Range(5, 20)),
            new MriGamma(new Range(0.5, 2)),
            new MriGamma(new Range(0.5, 2), true),
            new HistogramShift(Range.of(6), Range.of(1)));

    @Test
    void picturesAreAsTheyWere() throws IOException {
        BufferedImage sheet = sheet();
        if (Boolean.getBoolean("graft.sheet.write")) {
            ImageIO.write(
                    sheet,
                    "png",
                    Path.of("src/test/resources/dev/graft/augment/mri/sheet.png")
                            .toFile());
            return;
        }
        BufferedImage expected;
        try (InputStream in = getClass().getResourceAsStream("sheet.png")) {
            expected = ImageIO.read(in);
        }

        assertThat(sheet.getWidth()).isEqualTo(expected.getWidth());
        assertThat(sheet.getHeight()).isEqualTo(expected.getHeight());
        int[] found = sheet.getRaster().getPixels(0, 0, sheet.getWidth(), sheet.getHeight(), (int[]) null);
        int[] wanted = expected.getRaster().getPixels(0, 0, sheet.getWidth(), sheet.getHeight(), (int[]) null);
        for (int i = 0; i < found.length; i++) {
            int row = i / 3 / sheet.getWidth() / SIZE;
            // Sines and exponentials may differ in the last bit from one JVM to another.
            assertThat(found[i]).as("%s", TRANSFORMS.get(row)).isCloseTo(wanted[i], within(1));
        }
    }

    private static BufferedImage sheet() {
        BufferedImage sheet = new BufferedImage(4 * SIZE, TRANSFORMS.size() * SIZE, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < TRANSFORMS.size(); row++) {
            for (int column = 0; column < 4; column++) {
                Picture picture = new Picture();
                picture.read(head(SIZE, column < 2));
                TRANSFORMS.get(row).apply(picture, new SplittableRandom(10L * row + column));
                RgbImage image = picture.toImage();
                for (int i = 0; i < SIZE * SIZE; i++) {
                    int x = i % SIZE;
                    int y = i / SIZE;
                    int colour = image.value(x, y, 0) << 16 | image.value(x, y, 1) << 8 | image.value(x, y, 2);
                    sheet.setRGB(column * SIZE + x, row * SIZE + y, colour);
                }
            }
        }
        return sheet;
    }

    /** A head as a child would draw it: skull, tissue, two ventricles, a bright lesion on the right side of the picture. */
    static RgbImage head(int size, boolean grey) {
        byte[] pixels = new byte[3 * size * size];
        for (int i = 0; i < size * size; i++) {
            double x = (i % size + 0.5) / size * 2 - 1;
            double y = (i / size + 0.5) / size * 2 - 1;
            double radius = Math.hypot(x / 0.68, y / 0.82);
            int value = 0;
            if (radius < 1) {
                value = radius > 0.92 ? 140 : radius > 0.84 ? 25 : 95 + (int) (10 * Math.sin(9 * x) * Math.cos(7 * y));
            }
            if (Math.hypot((Math.abs(x) - 0.12) / 0.08, y / 0.25) < 1) {
                value = 35;
            }
            if (Math.hypot(x - 0.33, y - 0.05) < 0.09) {
                value = 190;
            }
            pixels[3 * i] = (byte) value;
            pixels[3 * i + 1] = (byte) (grey ? value : value * 7 / 8);
            pixels[3 * i + 2] = (byte) (grey ? value : value / 2);
        }
        return new RgbImage(size, size, pixels);
    }
}
