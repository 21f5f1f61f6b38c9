package dev.graft.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augment.mix.CutMix;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.image.RgbImage;
import dev.graft.testkit.augmentation.ImageAugmentationContractTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every preset keeps the contract of augmentations, and is found, written and read. */
class PresetContractTest {
    @Test
    void thePresetsAreThere() {
        assertThat(AugmentationPresets.names())
                .containsExactly("none", "keras-default", "light", "medium", "strong", "mri-light", "mri");
    }

    @Test
    void theyAreReadAsWritten(@TempDir Path folder) throws Exception {
        for (String name : AugmentationPresets.names()) {
            AugmentationPolicy preset = AugmentationPresets.byName(name).withMixing(new CutMix(1));
            Path file = Files.writeString(folder.resolve(name + ".json"), preset.definition());

            assertThat(AugmentationPresets.resolve(file.toString()).definition())
                    .isEqualTo(preset.definition());
        }
    }

    @Test
    void noneIsNothingAndZeroStrengthChangesNothing() {
        assertThat(AugmentationPresets.byName("none").isIdentity()).isTrue();
        byte[] pixels = new byte[3 * 20 * 20];
        new java.util.Random(4).nextBytes(pixels);
        RgbImage image = new RgbImage(20, 20, pixels);
        for (String name : List.of("keras-default", "strong", "mri")) {
            AugmentationPolicy off = AugmentationPresets.byName(name).scaled(0);
            for (long seed = 0; seed < 20; seed++) {
                assertThat(off.apply(image, seed).pixels()).isEqualTo(pixels);
            }
        }
    }

    private abstract static class Preset extends ImageAugmentationContractTest {
        private final String name;

        Preset(String name) {
            this.name = name;
        }

        @Override
        protected ImageAugmentation augmentation() {
            return AugmentationPresets.byName(name);
        }
    }

    @Nested
    class KerasDefault extends Preset {
        KerasDefault() {
            super("keras-default");
        }
    }

    @Nested
    class Light extends Preset {
        Light() {
            super("light");
        }
    }

    @Nested
    class Medium extends Preset {
        Medium() {
            super("medium");
        }
    }

    @Nested
    class Strong extends Preset {
        Strong() {
            super("strong");
        }
    }

    @Nested
    class MriLight extends Preset {
        MriLight() {
            super("mri-light");
        }
    }

    @Nested
    class Mri extends Preset {
        Mri() {
            super("mri");
        }
    }
}
