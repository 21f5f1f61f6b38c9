package dev.graft.engine.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.TrainingState;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.error.GraftException;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

class ParameterUpdateTest {
    private static final int LARGE = 3 * Piece.LENGTH + 7;

    /** A large kernel, running statistics, something frozen, a gap, a bias. */
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            slice("a/W", 0, LARGE, Kind.LEARNS, new Penalty(1e-3, 1e-2)),
            slice("a/mean", LARGE, 5, Kind.STATISTICS, Penalty.NONE),
            slice("b/W", LARGE + 5, 9, Kind.FIXED, Penalty.NONE),
            slice("c/b", LARGE + 20, 11, Kind.LEARNS, Penalty.NONE)));

    private static final int LENGTH = LARGE + 31;

    private static ParameterSlice slice(String name, long offset, long length, Kind kind, Penalty penalty) {
        return new ParameterSlice(name, offset, length, kind, name.endsWith("W"), 0.5, penalty);
    }

    static Stream<UpdateRule> rules() {
        return Stream.of(
                UpdateRule.of(Optimizer.adam(1e-2)),
                UpdateRule.of(Optimizer.rmsProp(1e-2)).withClipping(Clipping.byNorm(0.1)),
                UpdateRule.of(Optimizer.adam(1e-2))
                        .withClipping(Clipping.byGlobalNorm(0.1))
                        .withAccumulation(2));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theNumberOfThreadsDoesNotChangeABit(UpdateRule rule) {
        assertThat(trained(rule, 3)).isEqualTo(trained(rule, 1));
    }

    /** It tells checkpoints apart, so a machine in Tehran must write what one in London reads. */
    @Test
    void theSignatureIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertThat(LAYOUT.signature()).matches("[0-9]+ of [0-9]+ parameters learn \\(layers [0-9a-f]{8}\\)");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void statisticsTakeTheirChangeAsItIsAndFrozenValuesAndGapsStay() {
        float[] before = random(0);
        float[] gradient = random(1);

        float[] after = updated(UpdateRule.of(Optimizer.adam(1e-2)), 1, 4, 1);

        for (int i = 0; i < LENGTH; i++) {
            boolean learns = i < LARGE || i >= LARGE + 20;
            boolean follows = i >= LARGE && i < LARGE + 5;
            if (learns) {
                assertThat(after[i]).as("value %d", i).isNotEqualTo(before[i]);
            } else {
                assertThat(after[i]).as("value %d", i).isEqualTo(follows ? before[i] - gradient[i] : before[i]);
            }
        }
    }

    /** Plain descent with a rate of 1 moves by the clipped gradient, whose norm is known. */
    @Test
    void aNormIsThatOfAllPiecesOfASlice() {
        UpdateRule rule = UpdateRule.of(new Optimizer.Sgd(1, 0, false)).withClipping(Clipping.byNorm(0.1));
        ParameterLayout layout = new ParameterLayout(List.of(slice("a/W", 0, LENGTH, Kind.LEARNS, Penalty.NONE)));
        float[] before = random(0);
        try (NativeFloats parameters = vector(before);
                NativeFloats gradients = vector(random(1));
                ParameterUpdate update = new ParameterUpdate(rule, layout, parameters, gradients, 2)) {
            update.apply(1, 1, 2);
            float[] after = parameters.toArray();

            double squares = 0;
            for (int i = 0; i < LENGTH; i++) {
                squares += Math.pow(after[i] - before[i], 2);
            }
            assertThat(Math.sqrt(squares)).isCloseTo(0.1, within(1e-4));
        }
    }

    @Test
    void gradientsAreDividedByTheNumberOfImages() {
        UpdateRule descent = UpdateRule.of(new Optimizer.Sgd(1, 0, false));
        ParameterLayout layout = new ParameterLayout(List.of(slice("a/b", 0, 3, Kind.LEARNS, Penalty.NONE)));
        try (NativeFloats parameters = vector(new float[] {1, 2, 3});
                NativeFloats gradients = vector(new float[] {8, 16, -8});
                ParameterUpdate update = new ParameterUpdate(descent, layout, parameters, gradients, 1)) {
            update.apply(4, 1, 1);

            assertThat(parameters.toArray()).as("half the rate").containsExactly(0, 0, 4);
        }
    }

    @Test
    void penaltiesEqualDl4jsToTheLastBit() {
        List<Regularization> terms = List.of(new L2Regularization(0.3), new L1Regularization(0.07));
        float[] variable = random(2);
        float[] gradient = random(3);
        INDArray expected = Nd4j.createFromArray(gradient.clone());
        terms.forEach(term -> term.apply(Nd4j.createFromArray(variable), expected, 0, 0, 0));

        Penalty.of("layer", terms).addTo(gradient, variable, LENGTH);

        assertThat(gradient).isEqualTo(expected.toFloatVector());
    }

    @Test
    void decayThatNoOptimizerFollowsIsRefused() {
        List<Regularization> decay =
                new DenseLayer.Builder().weightDecay(0.1).build().getRegularizationByParam("W");

        assertThatThrownBy(() -> Penalty.of("dense", List.of(new WeightDecay(0.1, true))))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'dense'")
                .hasMessageContaining("Use AdamW");
        assertThat(decay).as("what DL4J hands over").isNotEmpty();
    }

    @Test
    void aStateOfAnotherSizeIsRefusedAndChangesNothing() {
        NativeFloats parameters = vector(random(0));
        ParameterUpdate update =
                new ParameterUpdate(UpdateRule.of(Optimizer.adam(1e-2)), LAYOUT, parameters, vector(random(1)), 1);
        Map<String, float[]> arrays = update.save();
        arrays.put("parameters", new float[LENGTH]);
        arrays.put("optimizer statistics 1", new float[3]);

        assertThatThrownBy(() -> update.load(new TrainingState("any", "any", 1, 1, arrays)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("3 values of 'optimizer statistics 1'");
        assertThat(parameters.toArray()).isEqualTo(random(0));
    }

    @Test
    void slicesMayNotOverlap() {
        assertThatThrownBy(() -> new ParameterLayout(List.of(
                        slice("a", 0, 5, Kind.LEARNS, Penalty.NONE), slice("b", 4, 5, Kind.LEARNS, Penalty.NONE))))
                .hasMessageContaining("b lies at 4");
    }

    @Test
    void readingBeyondTheEndFails() {
        try (NativeFloats three = NativeFloats.zeros(3)) {
            assertThatThrownBy(() -> three.read(1, new float[3], 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> three.write(2, new float[3], 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static float[] trained(UpdateRule rule, int threads) {
        return updated(rule, threads, 4, 4);
    }

    private static float[] updated(UpdateRule rule, int threads, int batch, int steps) {
        try (NativeFloats parameters = vector(random(0));
                NativeFloats gradients = NativeFloats.zeros(LENGTH);
                ParameterUpdate update = new ParameterUpdate(rule, LAYOUT, parameters, gradients, threads)) {
            for (int step = 1; step <= steps; step++) {
                gradients.write(0, random(step), LENGTH);
                assertThat(update.apply(batch, step, 1e-2)).isEqualTo(step % rule.accumulation() == 0);
            }
            return parameters.toArray();
        }
    }

    private static NativeFloats vector(float[] values) {
        NativeFloats vector = NativeFloats.zeros(values.length);
        vector.write(0, values, values.length);
        return vector;
    }

    private static float[] random(int seed) {
        Random random = new Random(seed);
        float[] values = new float[LENGTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
