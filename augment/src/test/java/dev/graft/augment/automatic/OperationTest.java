package dev.graft.augment.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augment.oracle.Oracle;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.transform.Transform;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OperationTest {
    /** Both compute in single precision; posterizing and equalizing are of bytes. */
    @TestFactory
    Stream<DynamicTest> operationsEqualTorchvision() {
        return Stream.of(Operation.values())
                .filter(operation -> operation != Operation.IDENTITY)
                .map(operation -> Oracle.tests(
                        "operation-" + operation.name().toLowerCase(Locale.ROOT),
                        0.01,
                        c -> new Alone(operation, c.number(0))))
                .flatMap(List::stream);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new RandAugment(2, 31))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("0 to 30", "31");
        assertThatThrownBy(() -> new RandAugment(15, 9)).hasMessageContaining("15");
        assertThatThrownBy(() -> new RandAugment(-1, 9)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new TrivialAugment(-0.1, null, null, null)).hasMessageContaining("-0.1");
    }

    @Test
    void halfTheStrengthIsHalfTheMagnitude() {
        RandAugment half = new RandAugment(2, 9).scaled(0.5);

        assertThat(half.magnitude()).isEqualTo(4.5);
        assertThat(half.probability().value()).isEqualTo(0.5);
        assertThat(new RandAugment(2, 9).scaled(10).magnitude()).isEqualTo(30);
    }

    @Test
    void theMagnitudeOfTrivialAugmentLimitsWhatIsDrawn() {
        // Nothing to stretch or to equalize in it.
        RgbImage even = new RgbImage(9, 9, new byte[3 * 81]);
        Arrays.fill(even.pixels(), (byte) 100);
        int changedByNone = 0;
        int changedByAll = 0;
        for (long seed = 0; seed < 300; seed++) {
            changedByNone += isChanged(new TrivialAugment(0.0, null, null, null), even, seed) ? 1 : 0;
            changedByAll += isChanged(new TrivialAugment(), even, seed) ? 1 : 0;
        }
        assertThat(changedByNone).isZero();
        assertThat(changedByAll).isGreaterThan(100);
    }

    private static boolean isChanged(Transform transform, RgbImage image, long seed) {
        byte[] changed =
                AugmentationPolicy.of("alone", transform).apply(image, seed).pixels();
        return !Arrays.equals(changed, image.pixels());
    }

    /** One operation of one magnitude. */
    private record Alone(Operation operation, double magnitude) implements Transform {
        @Override
        public void apply(Picture picture, RandomGenerator random) {
            operation.apply(picture, magnitude, Fill.CONSTANT, Sampling.NEAREST, random);
        }

        @Override
        public Transform scaled(double strength) {
            return this;
        }
    }
}
