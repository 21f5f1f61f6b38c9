package dev.graft.augment.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GammaTest {
    @Test
    void theTableIsWithinAFiftiethOfAGreyLevelOfThePower() {
        Picture picture = new Picture();
        for (double gamma : new double[] {0.2, 0.5, 0.9, 1.5, 5}) {
            picture.read(new RgbImage(2551, 1, new byte[3 * 2551]));
            for (int i = 0; i <= 2550; i++) {
                picture.plane(0)[i] = i / 10f;
            }
            new Gamma(Range.of(gamma)).apply(picture, new SplittableRandom(1));
            for (int i = 0; i <= 2550; i++) {
                assertThat((double) picture.plane(0)[i]).isCloseTo(255 * Math.pow(i / 2550.0, gamma), within(0.02));
            }
        }
    }
}
