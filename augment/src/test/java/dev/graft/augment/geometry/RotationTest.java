package dev.graft.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RotationTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Rotation(new Range(5, 60));
    }

    @Test
    void aQuarterTurnIsExact() {
        RgbImage image = noise(31, 31, 4, false);
        Picture picture = new Picture();
        picture.read(image);
        new Rotation(Range.of(90)).apply(picture, new SplittableRandom(1));
        RgbImage turned = picture.toImage();

        for (int y = 0; y < 31; y++) {
            for (int x = 0; x < 31; x++) {
                // Counter-clockwise: what was on the right is on top.
                assertThat(turned.value(x, y, 1)).isEqualTo(image.value(30 - y, x, 1));
            }
        }
    }

    @Test
    void quarterTurnsBecomeOneAndFourAreNone() {
        RgbImage image = noise(24, 24, 4, true);
        Picture picture = new Picture();
        picture.read(image);
        for (int i = 0; i < 4; i++) {
            new Rotation(Range.of(90)).apply(picture, new SplittableRandom(1));
        }

        assertThat(picture.toImage().pixels()).isEqualTo(image.pixels());
    }
}
