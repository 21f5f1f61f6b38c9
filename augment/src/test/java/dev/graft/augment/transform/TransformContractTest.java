package dev.graft.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What every transform must do. */
public abstract class TransformContractTest {
    /** A transform with settings that nearly always change a picture. */
    protected abstract Transform transform();

    @Test
    void equalSeedsGiveEqualPictures() {
        Picture used = new Picture();
        for (RgbImage image : images()) {
            RgbImage first = applied(transform(), image, 5, new Picture());
            // What was in a picture before has no say.
            used.read(noise(image.width(), image.height(), 77, false));
            transform().apply(used, new SplittableRandom(1));
            assertThat(applied(transform(), image, 5, used).pixels()).isEqualTo(first.pixels());
        }
    }

    @Test
    void somethingChangesAndSeedsMatterForSome() {
        RgbImage image = noise(40, 32, 3, false);
        for (int i = 0; i < image.pixels().length; i++) {
            // Not the whole range, so that there is something to stretch.
            image.pixels()[i] = (byte) (30 + (image.pixels()[i] & 0x7F));
        }
        boolean changed = false;
        for (long seed = 0; seed < 20; seed++) {
            changed |= !Arrays.equals(
                    applied(transform(), image, seed, new Picture()).pixels(), image.pixels());
        }
        assertThat(changed).isTrue();
    }

    @Test
    void zeroStrengthChangesNothing() {
        for (RgbImage image : images()) {
            for (long seed = 0; seed < 20; seed++) {
                assertThat(applied(transform().scaled(0), image, seed, new Picture())
                                .pixels())
                        .isEqualTo(image.pixels());
            }
        }
    }

    @Test
    void strengthOneIsTheTransformItself() {
        assertThat(transform().scaled(1)).isEqualTo(transform());
    }

    @Test
    void strengthsThatAreNoneAreRefused() {
        for (double strength : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> transform().scaled(strength)).isInstanceOf(GraftException.class);
        }
    }

    @TestFactory
    List<DynamicTest> valuesStayInTheirRangeAndSizesAsTheyAre() {
        return List.of(1.0, 3.0).stream()
                .map(strength -> DynamicTest.dynamicTest("strength " + strength, () -> inRange(strength)))
                .toList();
    }

    private void inRange(double strength) {
        Picture picture = new Picture();
        for (RgbImage image : images()) {
            for (long seed = 0; seed < 20; seed++) {
                picture.read(image);
                int channels = picture.channels();
                transform().scaled(strength).apply(picture, new SplittableRandom(seed));
                assertThat(picture.channels()).isEqualTo(channels);
                assertThat(picture.width()).isEqualTo(image.width());
                assertThat(picture.height()).isEqualTo(image.height());
                for (int c = 0; c < channels; c++) {
                    for (float value : picture.plane(c)) {
                        // One rounding of a float beyond 255 is cut off when the picture becomes an image.
                        assertThat(value).isBetween(-1e-3f, 255.001f);
                    }
                }
            }
        }
    }

    @Test
    void survivesJson(@TempDir Path folder) throws Exception {
        AugmentationPolicy policy = AugmentationPolicy.of("alone", transform());
        Path file = Files.writeString(folder.resolve("policy.json"), policy.definition());

        assertThat(AugmentationPolicy.read(file).steps()).isEqualTo(List.of(transform()));
    }

    private static List<RgbImage> images() {
        return List.of(
                noise(40, 32, 1, false),
                noise(33, 37, 2, true),
                noise(1, 1, 3, false),
                noise(7, 2, 4, true),
                filled(16, 16, 0),
                filled(16, 16, 255));
    }

    private static RgbImage applied(Transform transform, RgbImage image, long seed, Picture picture) {
        picture.read(image);
        transform.apply(picture, new SplittableRandom(seed));
        return picture.toImage();
    }

    /** A picture of random values. */
    protected static RgbImage noise(int width, int height, long seed, boolean grey) {
        byte[] pixels = new byte[3 * width * height];
        Random random = new Random(seed);
        random.nextBytes(pixels);
        for (int i = 0; grey && i < pixels.length; i++) {
            pixels[i] = pixels[i - i % 3];
        }
        return new RgbImage(width, height, pixels);
    }

    private static RgbImage filled(int width, int height, int value) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) value);
        return new RgbImage(width, height, pixels);
    }
}
