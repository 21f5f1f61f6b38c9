package dev.graft.augment.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import dev.graft.augment.oracle.Oracle;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Transform;
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
