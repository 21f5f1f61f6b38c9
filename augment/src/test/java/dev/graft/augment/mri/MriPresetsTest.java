package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.policy.PresetFamily;
import dev.graft.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MriPresetsTest {
    private final List<AugmentationPolicy> presets = new MriPresets().presets();

    @Test
    void areFoundByName() {
        assertThat(ServiceLoader.load(PresetFamily.class).stream()
                        .flatMap(family -> family.get().presets().stream())
                        .map(AugmentationPolicy::name))
                .contains("mri-light", "mri");
    }

    @Test
    void surviveJson(@TempDir Path folder) throws Exception {
        for (AugmentationPolicy preset : presets) {
            Path file = Files.writeString(folder.resolve(preset.name() + ".json"), preset.definition());
            assertThat(AugmentationPolicy.read(file).steps()).isEqualTo(preset.steps());
        }
    }

    /** A bright spot of a few pixels in the middle of grey tissue. */
    @Test
    void lesionsStayVisibleAndPicturesStayAsBrightAsTheyAre() {
        RgbImage head = MriSheetTest.head(96, true);
        double before = mean(head);
        for (AugmentationPolicy preset : presets) {
            double means = 0;
            for (long seed = 0; seed < 300; seed++) {
                RgbImage changed = preset.apply(head, seed);
                means += mean(changed);
                assertThat(mean(changed)).isBetween(0.5 * before, 2 * before);
                assertThat(brightest(changed)).as("%s %d", preset.name(), seed).isGreaterThan(1.15 * tissue(changed));
            }
            assertThat(means / 300).isCloseTo(before, within(0.1 * before));
        }
    }

    @Test
    void withoutStrengthNothingChanges() {
        RgbImage head = MriSheetTest.head(48, false);
        for (AugmentationPolicy preset : presets) {
            for (long seed = 0; seed < 50; seed++) {
                assertThat(preset.scaled(0).apply(head, seed).pixels()).isEqualTo(head.pixels());
            }
        }
    }

    private static double mean(RgbImage image) {
        double sum = 0;
        for (byte value : image.pixels()) {
            sum += value & 0xFF;
        }
        return sum / image.pixels().length;
    }

    /** Around where the lesion is, the mean of three by three pixels where it is highest. */
    private static double brightest(RgbImage image) {
        double most = 0;
        for (int y = 32; y < 64; y++) {
            for (int x = 48; x < 80; x++) {
                most = Math.max(most, meanAround(image, x, y, 1));
            }
        }
        return most;
    }

    /** On the other side of the head. */
    private static double tissue(RgbImage image) {
        return meanAround(image, 33, 48, 5);
    }

    private static double meanAround(RgbImage image, int centreX, int centreY, int distance) {
        double sum = 0;
        for (int y = centreY - distance; y <= centreY + distance; y++) {
            for (int x = centreX - distance; x <= centreX + distance; x++) {
                sum += image.value(x, y, 1);
            }
        }
        return sum / (2 * distance + 1) / (2 * distance + 1);
    }
}
