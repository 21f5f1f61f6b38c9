package dev.graft.augment.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.RgbImage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Property(tries = 200)
    void flipsAreInvolutionsAndMirrorPixels(
            @ForAll @IntRange(min = 1, max = 12) int width, @ForAll @IntRange(min = 1, max = 12) int height) {
        RgbImage image = noise(width, height);
        Picture picture = new Picture();
        picture.read(image);
        picture.flipHorizontally();
        RgbImage mirrored = picture.toImage();
        assertThat(mirrored.value(0, height - 1, 2)).isEqualTo(image.value(width - 1, height - 1, 2));
        picture.flipHorizontally();
        assertThat(picture.toImage().pixels()).isEqualTo(image.pixels());

        picture.flipVertically();
        assertThat(picture.toImage().value(width - 1, 0, 1)).isEqualTo(image.value(width - 1, height - 1, 1));
        picture.flipVertically();
        assertThat(picture.toImage().pixels()).isEqualTo(image.pixels());
    }

    @Test
    void flipsBecomeOneWithWhatComesBeforeAndAfter() {
        for (Fill fill : Fill.values()) {
            Picture together = new Picture();
            together.read(noise(15, 11));
            AffineMap turn = AffineMap.rotation(33, 15, 11);
            together.flipVertically();
            together.move(turn, fill, Sampling.NEAREST);
            together.flipHorizontally();

            Picture apart = new Picture();
            apart.read(noise(15, 11));
            apart.flipVertically();
            apart.plane(0);
            apart.move(turn, fill, Sampling.NEAREST);
            apart.plane(0);
            apart.flipHorizontally();

            assertThat(together.toImage().pixels()).isEqualTo(apart.toImage().pixels());
        }
    }

    @Test
    void movementsOfOneFillAreResampledOnceAndOthersOneByOne() {
        Picture picture = new Picture();
        picture.read(noise(15, 11));
        byte[] before = picture.toImage().pixels();
        picture.move(AffineMap.translation(6, 0), Fill.CONSTANT, Sampling.BILINEAR);
        picture.move(AffineMap.translation(-6, 0), Fill.CONSTANT, Sampling.BILINEAR);
        assertThat(picture.toImage().pixels()).isEqualTo(before);

        picture.move(AffineMap.translation(6, 0), Fill.CONSTANT, Sampling.BILINEAR);
        picture.move(AffineMap.translation(-6, 0), Fill.REFLECT, Sampling.BILINEAR);
        RgbImage image = picture.toImage();
        // The last columns went out to the right and are lost.
        assertThat(image.value(8, 5, 0)).isEqualTo(before[3 * (5 * 15 + 8)] & 0xFF);
        assertThat(image.value(14, 5, 0)).isEqualTo(image.value(9 + 8 - 14, 5, 0));
    }

    @Test
    void halvesAreRoundedUpAndWhatIsBeyondIsCutOff() {
        Picture picture = new Picture();
        picture.read(new RgbImage(3, 1, new byte[] {1, 2, 3, 1, 2, 3, 1, 2, 3}));
        System.arraycopy(new float[] {10.5f, -0.2f, 255.4f}, 0, picture.plane(0), 0, 3);
        System.arraycopy(new float[] {11.49f, 300, -20}, 0, picture.plane(1), 0, 3);

        assertThat(picture.toImage().pixels()).containsExactly(11, 11, 3, 0, 255, 3, 255, 0, 3);
        // Reading out changes nothing.
        assertThat(picture.plane(0)).containsExactly(10.5f, -0.2f, 255.4f);
    }

    @Test
    void onePixelWhoseChannelsDifferMakesAPictureColoured() {
        for (int channel = 0; channel < 3; channel++) {
            byte[] pixels = new byte[3 * 5 * 4];
            Picture picture = new Picture();
            picture.read(new RgbImage(5, 4, pixels.clone()));
            assertThat(picture.channels()).isEqualTo(1);

            pixels[3 * 7 + channel] = (byte) 128;
            picture.read(new RgbImage(5, 4, pixels));
            assertThat(picture.channels()).isEqualTo(3);
        }
    }

    /** Around every half and every integer, as near as floats come to them, and where conversions of numbers have their limits. */
    @Test
    void everyValueIsRoundedAsTheFormulaSays() {
        float[] values = new float[2560];
        for (int i = 0; i < values.length; i += 5) {
            float half = i / 5 / 2f;
            values[i] = half;
            values[i + 1] = Math.nextDown(half);
            values[i + 2] = Math.nextUp(half);
            values[i + 3] = half + 0.249f;
            values[i + 4] = half - 0.001f;
        }
        float[] beyond = {-1e30f, -256, 255.5f, 256, 1e30f, Float.MIN_VALUE, -0.0f};
        System.arraycopy(beyond, 0, values, 3, beyond.length);
        Picture picture = new Picture();
        picture.read(noise(values.length, 1));
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < values.length; i++) {
                picture.plane(c)[i] = values[(i + 7 * c) % values.length];
            }
        }
        RgbImage image = picture.toImage();
        for (int i = 0; i < values.length; i++) {
            for (int c = 0; c < 3; c++) {
                float value = values[(i + 7 * c) % values.length];
                int expected = (int) Math.max(0, Math.min(255, value + 0.5f));
                assertThat(image.value(i, 0, c)).as("%s", value).isEqualTo(expected);
            }
        }
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        new Random(8).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
