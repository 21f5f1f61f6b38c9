package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputProfileTest {
    private static final InputProfile GREY = InputProfile.ofImages(images(30, 40, 48, 90, false, 1));

    /** Noise around a level. */
    private static List<RgbImage> images(int count, int width, int height, int level, boolean colour, long seed) {
        Random random = new Random(seed);
        List<RgbImage> images = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[width * height * 3];
            for (int i = 0; i < pixels.length; i += 3) {
                int value = level - 30 + random.nextInt(61);
                pixels[i] = (byte) value;
                pixels[i + 1] = (byte) (colour ? 0.8 * value : value);
                pixels[i + 2] = (byte) value;
            }
            images.add(new RgbImage(width, height, pixels));
        }
        return images;
    }

    private static List<String> differences(int width, int height, int level, boolean colour) {
        return GREY.differences(images(1, width, height, level, colour, 7).get(0));
    }

    @Test
    void knowsWhatItSaw() {
        assertThat(GREY.images()).isEqualTo(30);
        assertThat(GREY.smallestSide()).isEqualTo(40);
        assertThat(GREY.largestSide()).isEqualTo(48);
        assertThat(GREY.colour()).isZero();
        assertThat(GREY.brightness().mean()).isBetween(89.0, 91.0);
    }

    @Test
    void imagesLikeThoseItSawPass() {
        assertThat(differences(40, 48, 90, false)).isEmpty();
        assertThat(differences(60, 60, 94, false)).isEmpty();
    }

    @Test
    void imagesOfAnotherKindAreFlaggedOneByOne() {
        assertThat(differences(40, 97, 90, false))
                .containsExactly("It has 40 x 97 pixels; the training images had sides of 40 to 48.");
        assertThat(differences(19, 40, 90, false)).hasSize(1);
        assertThat(differences(40, 48, 96, true)).containsExactly("It has colour; the training images were greyscale.");
        assertThat(differences(40, 48, 150, false))
                .containsExactly("Its mean intensity is 150 of 255; the training images' was 90 ± 0.");
        assertThat(GREY.differences(new RgbImage(40, 40, filled(40 * 40 * 3, (byte) 90))))
                .containsExactly("Its contrast is 0 of 255; the training images' was 18 ± 0.");
    }

    @Test
    void greyImagesAreStrangeToAModelOfColour() {
        InputProfile colour = InputProfile.ofImages(images(5, 40, 40, 100, true, 2));

        assertThat(colour.differences(images(1, 40, 40, 92, false, 3).get(0)))
                .containsExactly("It is greyscale; the training images had colour.");
    }

    @Test
    void greyJpegIsNotColour() {
        byte[] pixels = filled(40 * 40 * 3, (byte) 90);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] += (byte) (i % 3 * 3);
        }
        assertThat(InputProfile.ofImages(List.of(new RgbImage(40, 40, pixels))).colour())
                .isZero();
    }

    private static byte[] filled(int count, byte value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
