package dev.graft.augment.mri;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Oracles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each effect with fixed settings, against numpy, see oracles.py beside oracles.csv. */
class MriOracleTest {
    /** Grey levels; the file has three places and transforms are done in single precision. */
    private static final double TOLERANCE = 1.5e-3;

    @TestFactory
    List<DynamicTest> effectsEqualNumpys() {
        Map<String, Consumer<Picture>> effects = new LinkedHashMap<>();
        effects.put("picture", picture -> {});
        effects.put("ghosting-horizontal", picture -> ghosts(picture, true, 3, 0.7, 0.2));
        effects.put("ghosting-vertical", picture -> ghosts(picture, false, 4, 1, 0));
        effects.put("spike", MriOracleTest::spikes);
        effects.put("gibbs", picture -> Gibbs.truncate(picture, 0.55));
        effects.put(
                "motion-horizontal",
                picture -> SegmentedAcquisition.of(
                                lines(picture, true),
                                new AffineMap[] {position(picture, 6, 1.2, -0.7), position(picture, -9, 0.5, 2)},
                                new double[] {0.31, 0.72})
                        .record(picture, 0));
        effects.put(
                "motion-vertical",
                picture -> SegmentedAcquisition.of(
                                lines(picture, false),
                                new AffineMap[] {position(picture, 6, 1.2, -0.7)},
                                new double[] {0.4})
                        .record(picture, 0));
        effects.put("bias-field", MriOracleTest::bias);
        effects.put("coarse-horizontal", picture -> new CoarseLines(picture.width(), 9).rows(picture.plane(0)));
        effects.put(
                "coarse-vertical",
                picture -> new CoarseLines(picture.height(), 7)
                        .columns(picture.plane(0), picture.width(), picture.spare(0)));
        effects.put("gamma", picture -> new PowerCurve(1.4).apply(picture.plane(0), ValueSpan.of(picture), false));
        effects.put(
                "gamma-inverted", picture -> new PowerCurve(0.7).apply(picture.plane(0), ValueSpan.of(picture), true));
        effects.put(
                "histogram-shift",
                picture -> HistogramShift.bend(
                        picture.plane(0), ValueSpan.of(picture), new float[] {0, 0.1f, 0.45f, 0.5f, 0.9f, 1}));

        List<DynamicTest> tests = new ArrayList<>();
        for (int[] size : Oracles.SIZES) {
            effects.forEach((name, effect) -> tests.add(DynamicTest.dynamicTest(name + " " + size[0], () -> {
                Picture picture = Oracles.picture(size[0], size[1]);
                effect.accept(picture);
                Oracles.assertEqual(
                        picture, MriOracleTest.class, "oracles.csv", name, name.startsWith("gamma") ? 0.01 : TOLERANCE);
            })));
        }
        return tests;
    }

    private static void ghosts(Picture picture, boolean horizontal, int number, double weakening, double restore) {
        Lines lines = lines(picture, horizontal);
        Ghosting.multiply(picture.plane(0), lines, Ghosting.factors(lines.length(), number, weakening, restore));
    }

    private static void spikes(Picture picture) {
        List<Wave> waves = List.of(Wave.of(5, -3, picture), Wave.of(-7, 8, picture));
        Spike.add(picture.plane(0), picture.width(), waves, 0.6);
    }

    private static void bias(Picture picture) {
        double[][] coefficients = {{0, -0.3, 0.1, 0}, {0.5, 0.2, -0.5, 0}, {0.4, 0, 0, 0}, {0.3, 0, 0, 0}};
        BiasField.multiply(picture, new SmoothField(coefficients, picture.width(), picture.height()));
    }

    private static Lines lines(Picture picture, boolean horizontal) {
        return new Lines(picture.width(), picture.height(), horizontal);
    }

    private static AffineMap position(Picture picture, double degrees, double right, double down) {
        return AffineMap.translation(right, down).after(AffineMap.rotation(degrees, picture.width(), picture.height()));
    }
}
