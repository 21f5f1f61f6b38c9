package dev.graft.augment.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.geometry.HorizontalFlip;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augmentation.MixedImage;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixingTest {
    @Test
    void sharesHaveTheMeanAndTheVarianceOfTheBetaDistribution() {
        for (double alpha : new double[] {0.05, 0.2, 1, 3}) {
            SplittableRandom random = new SplittableRandom(5);
            SymmetricBeta beta = new SymmetricBeta(alpha);
            double[] draws =
                    DoubleStream.generate(() -> beta.draw(random)).limit(40_000).toArray();
            double mean = Arrays.stream(draws).average().orElseThrow();
            double variance = Arrays.stream(draws)
                    .map(d -> (d - mean) * (d - mean))
                    .average()
                    .orElseThrow();

            assertThat(mean).isCloseTo(0.5, within(0.01));
            assertThat(variance).as("alpha " + alpha).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.004));
        }
    }

    @Test
    void aUniformShareIsUniformInItsTails() {
        SplittableRandom random = new SplittableRandom(6);
        SymmetricBeta beta = new SymmetricBeta(1);
        int below = 0;
        for (int i = 0; i < 40_000; i++) {
            below += beta.draw(random) < 0.1 ? 1 : 0;
        }
        assertThat(below / 40_000.0).isCloseTo(0.1, within(0.006));
    }

    @Test
    void tinyAlphasGiveOneImageOrTheOtherAndNeverNaN() {
        SplittableRandom random = new SplittableRandom(7);
        SymmetricBeta beta = new SymmetricBeta(1e-6);
        int first = 0;
        for (int i = 0; i < 2000; i++) {
            double share = beta.draw(random);
            assertThat(share).isBetween(0.0, 1.0);
            assertThat(Math.min(share, 1 - share)).isLessThan(1e-9);
            first += share > 0.5 ? 1 : 0;
        }
        assertThat(first / 2000.0).isCloseTo(0.5, within(0.05));
    }

    @Property(tries = 200)
    void mixUpBlendsByItsShare(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 10) double alpha) {
        RgbImage first = noise(5, 4, 1);
        RgbImage second = noise(5, 4, 2);
        MixedImage mixed = new MixUp(alpha).mix(first, second, seed);

        for (int i = 0; i < first.pixels().length; i++) {
            double exact =
                    mixed.share() * (first.pixels()[i] & 0xFF) + (1 - mixed.share()) * (second.pixels()[i] & 0xFF);
            assertThat(mixed.image().pixels()[i] & 0xFF).isCloseTo((int) Math.rint(exact), within(1));
            assertThat((double) (mixed.image().pixels()[i] & 0xFF)).isCloseTo(exact, within(0.5001));
        }
    }

    @Property(tries = 500)
    void cutMixKeepsExactlyItsShareOfTheArea(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int width,
            @ForAll @IntRange(min = 1, max = 20) int height) {
        MixedImage mixed = new CutMix(1).mix(filled(width, height, 10), filled(width, height, 90), seed);
        int kept = 0;
        for (int i = 0; i < mixed.image().pixels().length; i += 3) {
            assertThat(mixed.image().pixels()[i]).isIn((byte) 10, (byte) 90);
            kept += mixed.image().pixels()[i] == 10 ? 1 : 0;
        }
        assertThat(mixed.share()).isCloseTo((double) kept / (width * height), within(1e-12));
    }

    @Test
    void theRectangleIsThatOfTorchvision() {
        // half = 0.5 sqrt(0.36) = 0.3 of 20 x 10 pixels: 6 x 3 to either side, cut off at the borders.
        assertThat(CutMix.Box.around(10, 5, 0.36, 20, 10)).isEqualTo(new CutMix.Box(4, 2, 16, 8));
        assertThat(CutMix.Box.around(1, 9, 0.36, 20, 10)).isEqualTo(new CutMix.Box(0, 6, 7, 10));
        assertThat(CutMix.Box.around(3, 3, 1e-6, 20, 10).area()).isZero();
    }

    @Test
    void equalSeedsMixEquallyAndInputsStay() {
        RgbImage first = noise(6, 6, 1);
        RgbImage second = noise(6, 6, 2);
        byte[] before = first.pixels().clone();
        for (Mixing mixing : new Mixing[] {new MixUp(0.4), new CutMix(1)}) {
            MixedImage once = mixing.mix(first, second, 9);
            MixedImage again = mixing.mix(first, second, 9);
            assertThat(again.image().pixels()).isEqualTo(once.image().pixels());
            assertThat(again.share()).isEqualTo(once.share());
            assertThat(mixing.mix(first, second, 10).share()).isNotEqualTo(once.share());
            assertThat(first.pixels()).isEqualTo(before);
        }
    }

    @Test
    void survivesJson(@TempDir Path folder) throws Exception {
        for (Mixing mixing : new Mixing[] {new MixUp(0.4), new CutMix(1)}) {
            AugmentationPolicy policy =
                    AugmentationPolicy.of("mixed", new HorizontalFlip()).withMixing(mixing);
            Path file = Files.writeString(folder.resolve("policy.json"), policy.definition());
            assertThat(AugmentationPolicy.read(file).mixing()).contains(mixing);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new MixUp(0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new CutMix(Double.NaN)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new CutMix(1).mix(noise(3, 3, 1), noise(3, 4, 1), 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("3 x 3", "3 x 4");
    }

    private static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static RgbImage filled(int width, int height, int value) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) value);
        return new RgbImage(width, height, pixels);
    }
}
