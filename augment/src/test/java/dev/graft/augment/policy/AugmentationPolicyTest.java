package dev.graft.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AugmentationPolicyTest {
    private final AugmentationPolicy turning = AugmentationPolicy.of("turning", new Rotation(Range.around(10)));

    @Test
    void readsWhatItWrites() {
        String json = turning.definition();

        assertThat(json)
                .isEqualTo(
                        "{\"name\":\"turning\",\"steps\":[{\"transform\":\"rotation\",\"degrees\":[-10.0,10.0],\"fill\":\"reflect\",\"sampling\":\"bilinear\"}]}");
        assertThat(PolicyJson.parse(json, "here").definition()).isEqualTo(json);
    }

    @Test
    void settingsThatAreNotGivenHaveTheirDefaults() {
        String json = "{\"name\":\"turning\",\"steps\":[{\"transform\":\"rotation\",\"degrees\":[-10,10]}]}";

        assertThat(PolicyJson.parse(json, "here").definition()).isEqualTo(turning.definition());
    }

    @Test
    void mistakesAreNamedWithTheirPlace() {
        assertThatThrownBy(() -> PolicyJson.parse(
                        "{\"name\":\"x\",\"steps\":[{\"transform\":\"rotatoin\",\"degrees\":[-10,10]}]}", "my.json"))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("my.json", "no transform or mixing 'rotatoin'", "rotation", "steps");
        assertThatThrownBy(() -> PolicyJson.parse(
                        "{\"name\":\"x\",\"steps\":[{\"transform\":\"rotation\",\"degrees\":[-10,10],\"angle\":3}]}",
                        "my.json"))
                .hasMessageContainingAll("my.json", "angle");
        assertThatThrownBy(() -> PolicyJson.parse(
                        "{\"name\":\"x\",\"steps\":[{\"transform\":\"rotation\",\"degrees\":[10,-10]}]}", "my.json"))
                .hasMessageContainingAll("my.json", "[10.0, -10.0]");
        assertThatThrownBy(
                        () -> PolicyJson.parse("{\"name\":\"x\",\"steps\":[{\"transform\":\"rotation\"}]}", "my.json"))
                .hasMessageContainingAll("my.json", "degrees is missing");
    }

    @Test
    void whatOneStepDrawsNoOtherStepDraws() {
        List<Double> drawn = new ArrayList<>();
        Transform drawing = new Transform() {
            @Override
            public void apply(Picture picture, RandomGenerator random) {
                for (int i = 0; i < 5; i++) {
                    drawn.add(random.nextDouble());
                }
            }

            @Override
            public Transform scaled(double strength) {
                return this;
            }
        };
        AugmentationPolicy.of("drawing", drawing, drawing, drawing).apply(new RgbImage(1, 1, new byte[3]), 12);

        assertThat(drawn).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void theCatalogReadsWhatAModelKeepsOfIt() {
        PresetCatalog catalog = new PresetCatalog();
        for (String name : AugmentationPresets.names()) {
            String definition = catalog.changed(name, 0.5, "mixup:0.4").definition();

            ImageAugmentation read = catalog.defined(definition);

            assertThat(read.definition()).isEqualTo(definition);
            assertThat(read.changesImages()).as(name).isEqualTo(!name.equals("none"));
        }
    }
}
