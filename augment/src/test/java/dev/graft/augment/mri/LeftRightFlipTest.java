package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeftRightFlipTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new LeftRightFlip(new Probability(0.25));
    }

    @Test
    void sidesAreSwappedAndTwiceIsNothing() {
        RgbImage image = noise(31, 22, 4, false);
        Picture picture = new Picture();
        picture.read(image);
        Transform always = new LeftRightFlip(Probability.ALWAYS);

        always.apply(picture, new SplittableRandom(1));
        assertThat(picture.toImage().value(4, 7, 2)).isEqualTo(image.value(26, 7, 2));
        always.apply(picture, new SplittableRandom(1));
        assertThat(picture.toImage().pixels()).isEqualTo(image.pixels());
    }

    @Test
    void happensAsOftenAsItSays() {
        RgbImage image = noise(2, 1, 4, true);
        int flips = 0;
        for (long seed = 0; seed < 4000; seed++) {
            Picture picture = new Picture();
            picture.read(image);
            transform().apply(picture, new SplittableRandom(seed));
            flips += picture.plane(0)[0] == image.value(1, 0, 0) ? 1 : 0;
        }
        assertThat(flips / 4000.0).isCloseTo(0.25, within(0.03));
    }
}
