package dev.graft.augment.tone;

import dev.graft.augment.oracle.Oracle;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values equal torchvision's: within rounding of single precision; gamma as near as its table; bytes exactly. */
class ToneOracleTest {
    private static final double ROUNDING = 0.002;

    @TestFactory
    Stream<DynamicTest> valuesEqualTorchvision() {
        return Stream.of(
                        Oracle.tests("brightness", ROUNDING, c -> new Brightness(Range.of(c.number(0)))),
                        Oracle.tests("contrast", ROUNDING, c -> new Contrast(Range.of(c.number(0)))),
                        Oracle.tests("saturation", ROUNDING, c -> new Saturation(Range.of(c.number(0)))),
                        Oracle.tests("hue", ROUNDING, c -> new Hue(Range.of(c.number(0)))),
                        Oracle.tests("gamma", 0.02, c -> new Gamma(Range.of(c.number(0)))),
                        Oracle.tests(
                                "solarize", ROUNDING, c -> new Solarize(Range.of(c.number(0)), Probability.ALWAYS)),
                        Oracle.tests("invert", ROUNDING, c -> new Invert(Probability.ALWAYS)),
                        Oracle.tests("auto-contrast", ROUNDING, c -> new AutoContrast(Probability.ALWAYS)),
                        Oracle.tests("posterize", 0, c -> new Posterize(Range.of(c.number(0)), Probability.ALWAYS)),
                        Oracle.tests("equalize", 0, c -> new Equalize(Probability.ALWAYS)))
                .flatMap(List::stream);
    }
}
