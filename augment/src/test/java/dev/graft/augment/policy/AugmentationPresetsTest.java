package dev.graft.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augment.geometry.HorizontalFlip;
import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationPresetsTest {
    private final RgbImage image = noise(24, 24);

    @Test
    void everyNameLeadsToAPolicyOfThatNameThatCanBeWrittenAndRead() {
        assertThat(AugmentationPresets.names()).contains("none", "keras-default", "light", "medium", "strong");
        for (String name : AugmentationPresets.names()) {
            AugmentationPolicy preset = AugmentationPresets.byName(name);
            assertThat(preset.name()).isEqualTo(name);
            assertThat(PolicyJson.parse(preset.definition(), name).definition()).isEqualTo(preset.definition());
        }
    }

    @Test
    void presetsOtherThanNoneChangeImagesAndWithoutStrengthNoneDoes() {
        assertThat(AugmentationPresets.byName("none").apply(image, 3)).isSameAs(image);
        for (String name : AugmentationPresets.names()) {
            AugmentationPolicy preset = AugmentationPresets.byName(name);
            if (!name.equals("none")) {
                assertThat(preset.apply(image, 3).pixels()).as(name).isNotEqualTo(image.pixels());
            }
            assertThat(preset.scaled(0).apply(image, 3).pixels()).as(name).isEqualTo(image.pixels());
        }
    }

    @Test
    void strongerPresetsChangeMore() {
        assertThat(change("light")).isLessThan(change("medium"));
        assertThat(change("medium")).isLessThan(change("strong"));
    }

    @Test
    void kerasDefaultIsThatOfKerassGuide() {
        assertThat(AugmentationPresets.byName("keras-default").steps())
                .containsExactly(
                        new HorizontalFlip(), new Rotation(new Range(-36, 36), Fill.REFLECT, Sampling.BILINEAR));
    }

    @Test
    void namesAndFilesAreResolved(@TempDir Path folder) throws Exception {
        AugmentationPolicy own = AugmentationPolicy.of("own", new HorizontalFlip());
        Path file = Files.writeString(folder.resolve("own.json"), own.definition());

        assertThat(AugmentationPresets.resolve("light").name()).isEqualTo("light");
        assertThat(AugmentationPresets.resolve(file.toString()).definition()).isEqualTo(own.definition());
    }

    @Test
    void whatIsNeitherIsRefusedWithTheNamesThereAre() {
        for (String unknown : new String[] {"lihgt", "no/such/file.json", "\0"}) {
            assertThatThrownBy(() -> AugmentationPresets.resolve(unknown))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContainingAll(unknown, "none", "keras-default", "light");
        }
        assertThatThrownBy(() -> AugmentationPresets.resolve(null)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> AugmentationPresets.byName("lihgt"))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("lihgt", "light");
    }

    /** Mean change of a value over some seeds; flips, which all have, are left out by a symmetric picture. */
    private double change(String name) {
        byte[] pixels = new byte[3 * 32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % 32;
            int y = i / 96;
            pixels[i] = (byte) ((x - 15.5) * (x - 15.5) + (y - 15.5) * (y - 15.5) < 100 ? 200 - 30 * (i % 3) : 60);
        }
        RgbImage disc = new RgbImage(32, 32, pixels);
        double sum = 0;
        for (long seed = 0; seed < 60; seed++) {
            byte[] changed =
                    AugmentationPresets.byName(name).apply(disc, seed * 7919).pixels();
            for (int i = 0; i < pixels.length; i++) {
                sum += Math.abs((changed[i] & 0xFF) - (pixels[i] & 0xFF));
            }
        }
        return sum / (60 * pixels.length);
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        new Random(4).nextBytes(pixels);
        return new RgbImage(width, height, Arrays.copyOf(pixels, pixels.length));
    }
}
