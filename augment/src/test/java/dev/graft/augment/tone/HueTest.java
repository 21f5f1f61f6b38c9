package dev.graft.augment.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.image.RgbImage;
import java.awt.Color;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Turned hues against those of {@link Color}. */
class HueTest {
    /** All colours of a coarse cube: every order of the three values, equal ones too. */
    private static final int STEPS = 6;

    @Property(tries = 100)
    void aTurnAddsToTheHue(@ForAll @DoubleRange(min = -0.5, max = 0.5) double turns) {
        Picture picture = cube();
        new Hue(Range.of(turns)).apply(picture, new SplittableRandom(1));

        RgbImage cube = cubeImage();
        for (int i = 0; i < cube.width(); i++) {
            float[] hsb = Color.RGBtoHSB(cube.value(i, 0, 0), cube.value(i, 0, 1), cube.value(i, 0, 2), null);
            // HSBtoRGB makes black of a hue that is a little below 0.
            int expected = Color.HSBtoRGB((float) (hsb[0] + turns + 1), hsb[1], hsb[2]);
            for (int c = 0; c < 3; c++) {
                // The expected value is rounded to a byte.
                assertThat(picture.plane(c)[i])
                        .as("colour %d, channel %d", i, c)
                        .isCloseTo(expected >> (16 - 8 * c) & 0xFF, within(0.51f));
            }
        }
    }

    @Test
    void aThirdExchangesChannels() {
        Picture picture = cube();
        new Hue(Range.of(1 / 3.0)).apply(picture, new SplittableRandom(1));

        RgbImage cube = cubeImage();
        for (int i = 0; i < cube.width(); i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(picture.plane((c + 1) % 3)[i]).isCloseTo(cube.value(i, 0, c), within(1e-3f));
            }
        }
    }

    private static Picture cube() {
        Picture picture = new Picture();
        picture.read(cubeImage());
        return picture;
    }

    private static RgbImage cubeImage() {
        byte[] pixels = new byte[3 * STEPS * STEPS * STEPS];
        for (int i = 0; i < pixels.length / 3; i++) {
            pixels[3 * i] = (byte) (i % STEPS * 51);
            pixels[3 * i + 1] = (byte) (i / STEPS % STEPS * 51);
            pixels[3 * i + 2] = (byte) (i / STEPS / STEPS * 51);
        }
        return new RgbImage(pixels.length / 3, 1, pixels);
    }
}
