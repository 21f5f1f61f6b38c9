package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.cuda.KernelCase.Numbers;
import dev.graft.engine.cuda.KernelCases.Size;
import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.host.SimulatedDevice.Care;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Value.Kind;
import dev.graft.engine.program.Window;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are hard on kernels: large means, many rows, saturated activations, NaN. */
class NumericsTest {
    private static final ElementType[] PRECISIONS = {ElementType.F32, ElementType.BF16};
    private static final float[] EXTREMES = {100, -100, 88.7f, -88.7f, 1e-30f, -1e-30f, 0, -0f, 6, 30, -30};

    private final Device device = Simulation.device(Care.BOTH_WAYS);

    private static Numbers of(float... values) {
        int[] next = {0};
        return random -> values[next[0]++ % values.length];
    }

    @Test
    void saturatedActivationsAndTheirGradientsAreNumbers() {
        for (ElementType maps : PRECISIONS) {
            for (Function function : Function.values()) {
                KernelNumbers.check(
                        new KernelCase("extreme " + function, new Forward.Activate(function), 1)
                                .with(of(EXTREMES), Kind.ACTIVATION, 5, 11, 1)
                                .gives(5, 11, 1),
                        device,
                        maps);
            }
            KernelNumbers.check(
                    new KernelCase("extreme swish gradient", new Backward.ActivationGradient(Function.SWISH, false), 1)
                            .with(of(EXTREMES), Kind.ACTIVATION, 5, 11, 1)
                            .with(5, 11, 1)
                            .gives(5, 11, 1),
                    device,
                    maps);
        }
    }

    @Test
    void softmaxOfHugeLogitsIsOneAndTheLossIsTheirDistance() {
        Numbers logits = of(1e4f, -1e4f, 9990, 0, 1e4f, 1e4f);
        Numbers labels = of(0, 1, 0, 1, 0, 0);
        KernelNumbers.check(
                new KernelCase("huge softmax", new Forward.Softmax(), 4)
                        .with(logits, Kind.ACTIVATION, 3)
                        .gives(3),
                device,
                ElementType.F32);
        KernelNumbers.check(
                new KernelCase("huge loss gradient", new Backward.LossGradient(), 4)
                        .with(logits, Kind.ACTIVATION, 3)
                        .with(labels, Kind.LABELS, 3)
                        .with(KernelCase.POSITIVE, Kind.IMAGE_WEIGHTS)
                        .gives(3),
                device,
                ElementType.F32);
        // The interpreter's logarithm of a probability of 0 is infinite; the distance is 20000.
        KernelCase loss = new KernelCase("huge loss", new Forward.SoftmaxCrossEntropy(), 1)
                .with(of(1e4f, -1e4f, 9990), Kind.ACTIVATION, 3)
                .with(of(0, 1, 0), Kind.LABELS, 3)
                .with(of(1), Kind.IMAGE_WEIGHTS)
                .gives(Kind.LOSS);
        double expected = 2e4 + Math.log1p(Math.exp(-10));
        assertThat(loss.run(device, ElementType.F32).loss()).isCloseTo(expected, within(1e-9));
    }

    /** A right answer's loss is what the others leave, far below the last digit of 1. */
    @Test
    void theLossOfASureAnswerIsNotZero() {
        KernelCase sure = new KernelCase("sure loss", new Forward.SoftmaxCrossEntropy(), 1)
                .with(of(50, 0), Kind.ACTIVATION, 2)
                .with(of(1, 0), Kind.LABELS, 2)
                .with(of(1), Kind.IMAGE_WEIGHTS)
                .gives(Kind.LOSS);
        assertThat(sure.run(device, ElementType.F32).loss()).isCloseTo(Math.exp(-50), within(1e-30));
    }

    // ---- NaN

    private static final Window WINDOW = new Window(new Extent(3, 3), new Extent(2, 2), new Margins(1, 0, 1, 0));

    /** Everything that could lose a NaN in a comparison, a maximum or a minimum. */
    static Stream<KernelCase> nan() {
        int[] m = {5, 7, 6};
        Stream<KernelCase> activations = Stream.of(Function.values())
                .map(function -> new KernelCase("NaN " + function, new Forward.Activate(function), 2)
                        .with(m)
                        .changed(NumericsTest::withNan)
                        .gives(m));
        Numbers one = random -> 1;
        return Stream.concat(
                activations,
                Stream.of(
                        new KernelCase("NaN max pooling", new Forward.MaxPooling(WINDOW), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(5, 3, 3),
                        new KernelCase("NaN average pooling", new Forward.AveragePooling(WINDOW), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(5, 3, 3),
                        new KernelCase("NaN global maximum", new Forward.GlobalMaxPooling(), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(5),
                        new KernelCase("NaN global maximum as a map", new Forward.GlobalMaxPooling(), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(5, 1, 1),
                        new KernelCase("NaN global average", new Forward.GlobalAveragePooling(), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(5),
                        new KernelCase(
                                        "NaN sum, ReLU6",
                                        new Forward.Add(List.of(new PostOperation.Activate(Function.RELU6))),
                                        2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .with(m)
                                .gives(m),
                        new KernelCase("NaN normalization, ReLU", new Forward.BatchNormalization(1e-3, true, true), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .parameter(5)
                                .parameter(5)
                                .gives(m)
                                .gives(Kind.BATCH_STATISTICS, 5)
                                .gives(Kind.BATCH_STATISTICS, 5),
                        new KernelCase("NaN dropout", new Forward.Dropout(0.5, 3, false), 2)
                                .with(m)
                                .changed(NumericsTest::withNan)
                                .gives(m),
                        new KernelCase("NaN softmax", new Forward.Softmax(), 4)
                                .with(9)
                                .changed(NumericsTest::withNan)
                                .gives(9),
                        new KernelCase("NaN loss gradient", new Backward.LossGradient(), 4)
                                .with(9)
                                .changed(NumericsTest::withNan)
                                .with(one, Kind.LABELS, 9)
                                .with(one, Kind.IMAGE_WEIGHTS)
                                .gives(9)));
    }

    private static float[] withNan(float[] values) {
        values[values.length / 3] = Float.NaN;
        values[values.length / 2] = Float.NEGATIVE_INFINITY;
        return values;
    }

    @ParameterizedTest
    @MethodSource("nan")
    void aNanSpreads(KernelCase given) {
        for (ElementType maps : PRECISIONS) {
            KernelNumbers.check(given, device, maps);
        }
    }

    @Test
    void aNanIsALossThatIsNone() {
        KernelCase lost = new KernelCase("NaN loss", new Forward.SoftmaxCrossEntropy(), 2)
                .with(of(1, Float.NaN, 2, 3), Kind.ACTIVATION, 2)
                .with(of(1, 0, 0, 1), Kind.LABELS, 2)
                .with(of(1), Kind.IMAGE_WEIGHTS)
                .gives(Kind.LOSS);
        assertThat(lost.run(device, ElementType.F32).loss()).isNaN();
    }

    // ---- sums

    private static KernelCase normalization(String name, int rows, int channels, Numbers numbers) {
        return new KernelCase(name, new Forward.BatchNormalization(1e-3, false, false), 1)
                .with(numbers, Kind.ACTIVATION, channels, rows, 1)
                .parameter(channels)
                .gives(channels, rows, 1)
                .gives(Kind.BATCH_STATISTICS, channels)
                .gives(Kind.BATCH_STATISTICS, channels);
    }

    /** One pass over squares would leave no digit of the variance. */
    @Test
    void theVarianceOfALargeMeanKeepsItsDigits() {
        KernelCase large = normalization("large mean", 3000, 3, random -> (float) (1e4 + random.nextGaussian()));
        assertStatistics(large, 1e-5);
    }

    /** The value that others are taken less of may be one that lies apart, as corners do. */
    @ParameterizedTest
    @ValueSource(ints = {10, 30})
    void theFirstValueMayLieApart(int deviations) {
        int[] drawn = {0};
        KernelCase apart = normalization(
                "apart", 3000, 3, random -> drawn[0]++ % 3000 == 0 ? deviations : (float) random.nextGaussian());
        assertStatistics(apart, 1e-5);
    }

    @Test
    void aConstantChannelHasNoVariance() {
        KernelCase constant = normalization("constant", 777, 2, random -> 0.1f);
        assertStatistics(constant, 1e-6);
    }

    /** The variance, and the mean as a share of itself and the deviation; the result cannot be better than the mean's last digit. */
    private void assertStatistics(KernelCase given, double tolerance) {
        Map<Value, double[]> expected = given.expected(ElementType.F32);
        KernelCase.Outcome found = given.run(device, ElementType.F32);
        Value mean = given.results().get(1);
        Value variance = given.results().get(2);
        double[] means = expected.get(mean);
        double[] variances = expected.get(variance);
        for (int c = 0; c < means.length; c++) {
            assertThat((double) found.first().get(mean)[c])
                    .as("%s, mean %d", given, c)
                    .isCloseTo(means[c], within(tolerance * (Math.abs(means[c]) + Math.sqrt(variances[c]))));
            assertThat((double) found.first().get(variance)[c])
                    .as("%s, variance %d", given, c)
                    .isCloseTo(variances[c], within(tolerance * variances[c] + 1e-12));
        }
    }

    /** Means of 1 lose most in long sums: nothing cancels. */
    @Test
    void sumsOverAMillionRowsKeepFiveDigits() {
        int[] rows = {1, 1000, 1000};
        Numbers shifted = random -> (float) (1 + random.nextGaussian());
        Device fast = Simulation.device(Care.WRITTEN);
        List<KernelCase> cases = List.of(
                new KernelCase("long normalization", new Forward.BatchNormalization(1e-3, false, false), 1)
                        .with(shifted, Kind.ACTIVATION, rows)
                        .parameter(1)
                        .gives(rows)
                        .gives(Kind.BATCH_STATISTICS, 1)
                        .gives(Kind.BATCH_STATISTICS, 1),
                KernelCases.gradient(
                        "long normalization gradient",
                        new Size(1, 1, 1000, 1000),
                        new Backward.BatchNormalizationGradient(1e-3, true, false),
                        true,
                        true,
                        false,
                        true),
                new KernelCase("long average", new Forward.GlobalAveragePooling(), 1)
                        .with(shifted, Kind.ACTIVATION, rows)
                        .gives(1));
        cases.forEach(each -> KernelNumbers.check(each, fast, ElementType.F32));
    }
}
