package dev.graft.testkit.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.ImageAugmentation;
import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every augmentation must do. */
public abstract class ImageAugmentationContractTest {
    /** One that changes most pictures. */
    protected abstract ImageAugmentation augmentation();

    @Test
    void equalSeedsGiveEqualPicturesWhateverTheThreads() {
        List<RgbImage> images = List.of(noise(48, 40, 1, false), noise(40, 48, 2, true));
        for (RgbImage image : images) {
            List<byte[]> one = LongStream.range(0, 16)
                    .mapToObj(seed -> augmentation().apply(image, seed).pixels())
                    .toList();
            ImageAugmentation shared = augmentation();
            List<byte[]> other = IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(seed -> shared.apply(image, 15 - seed).pixels())
                    .toList();
            for (int i = 0; i < 16; i++) {
                assertThat(other.get(15 - i)).isEqualTo(one.get(i));
            }
        }
    }

    @Test
    void seedsMatterAndThePictureGivenStays() {
        RgbImage image = noise(48, 40, 1, false);
        byte[] before = image.pixels().clone();

        long different = LongStream.range(0, 16)
                .mapToObj(seed ->
                        Arrays.hashCode(augmentation().apply(image, seed).pixels()))
                .distinct()
                .count();

        assertThat(different).isGreaterThan(1);
        assertThat(image.pixels()).isEqualTo(before);
    }

    @Test
    void sizesStayAndGreyStaysGrey() {
        for (int[] size : new int[][] {{1, 1}, {3, 8}, {32, 32}, {48, 40}}) {
            for (long seed = 0; seed < 8; seed++) {
                RgbImage result = augmentation().apply(noise(size[0], size[1], seed, true), seed);
                assertThat(result.width()).isEqualTo(size[0]);
                assertThat(result.height()).isEqualTo(size[1]);
                byte[] pixels = result.pixels();
                for (int i = 0; i < pixels.length; i += 3) {
                    assertThat(pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2])
                            .isTrue();
                }
            }
        }
    }

    @Test
    void itsDefinitionIsAlwaysTheSame() {
        assertThat(augmentation().definition()).isEqualTo(augmentation().definition());
        assertThat(augmentation().name()).isNotBlank();
    }

    private static RgbImage noise(int width, int height, long seed, boolean grey) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        for (int i = 0; grey && i < pixels.length; i++) {
            pixels[i] = pixels[i - i % 3];
        }
        return new RgbImage(width, height, pixels);
    }
}
