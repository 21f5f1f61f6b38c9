package dev.graft.augment.quality;

import dev.graft.augment.oracle.Oracle;
import dev.graft.augment.transform.Range;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sharpness and blur equal torchvision's, within rounding of single precision. */
class QualityOracleTest {
    private static final double ROUNDING = 0.002;

    @TestFactory
    Stream<DynamicTest> valuesEqualTorchvision() {
        return Stream.of(
                        Oracle.tests("sharpness", ROUNDING, c -> new Sharpness(Range.of(c.number(0)))),
                        Oracle.tests(
                                "gaussian-blur",
                                ROUNDING,
                                c -> new GaussianBlur(Range.of(c.number(1)), (int) c.number(0))))
                .flatMap(List::stream);
    }
}
