package dev.graft.augment.geometry;

import dev.graft.augment.oracle.Oracle;
import dev.graft.augment.oracle.Oracle.Case;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Movements equal torchvision's and Keras's, within a hundredth of a grey level: both compute places in single precision. */
class GeometryOracleTest {
    private static final double TOLERANCE = 0.01;

    @TestFactory
    Stream<DynamicTest> movementsEqualTorchvision() {
        return Stream.of(
                        of("horizontal-flip", c -> new HorizontalFlip(Probability.ALWAYS)),
                        of("vertical-flip", c -> new VerticalFlip(Probability.ALWAYS)),
                        of("rotation-nearest", c -> rotation(c.number(0), Fill.CONSTANT, Sampling.NEAREST)),
                        of("rotation-bilinear", c -> rotation(c.number(0), Fill.CONSTANT, Sampling.BILINEAR)),
                        of("affine-nearest", c -> affine(c, Sampling.NEAREST)),
                        of("affine-bilinear", c -> affine(c, Sampling.BILINEAR)),
                        of("crop-bilinear", Crop::new))
                .flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> movementsEqualKeras() {
        return Stream.of(
                        of(
                                "keras-rotation",
                                c -> rotation(
                                        360 * c.number(0),
                                        Fill.valueOf(c.settings().get(1).toUpperCase(Locale.ROOT)),
                                        Sampling.valueOf(c.settings().get(2).toUpperCase(Locale.ROOT)))),
                        of("keras-translation", c -> new Translation(Range.of(c.number(1)), Range.of(c.number(0)))),
                        of(
                                "keras-zoom",
                                c -> new Zoom(
                                        Range.of(1 / (1 + c.number(1))), Range.of(1 / (1 + c.number(0))), null, null)))
                .flatMap(List::stream);
    }

    private static List<DynamicTest> of(String name, Function<Case, Transform> transform) {
        return Oracle.tests(name, TOLERANCE, transform);
    }

    private static Rotation rotation(double degrees, Fill fill, Sampling sampling) {
        return new Rotation(Range.of(degrees), fill, sampling);
    }

    private static Affine affine(Case recorded, Sampling sampling) {
        return new Affine(
                Range.of(recorded.number(0)),
                Range.of(recorded.number(1) / 11),
                Range.of(recorded.number(2) / 9),
                Range.of(recorded.number(3)),
                Range.of(recorded.number(4)),
                Range.of(recorded.number(5)),
                Fill.CONSTANT,
                sampling);
    }

    /** A crop that is not random. */
    private record Crop(Case recorded) implements Transform {
        @Override
        public void apply(Picture picture, RandomGenerator random) {
            CropAndResize.Box box = new CropAndResize.Box(
                    (int) recorded.number(0), (int) recorded.number(1), (int) recorded.number(2), (int)
                            recorded.number(3));
            picture.move(box.enlarged(picture.width(), picture.height()), Fill.NEAREST, Sampling.BILINEAR);
        }

        @Override
        public Transform scaled(double strength) {
            return this;
        }
    }
}
