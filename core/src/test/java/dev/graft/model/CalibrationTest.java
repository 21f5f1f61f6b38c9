package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static Prediction answer(double first, int actual) {
        return new Prediction("image", actual, List.of(first, 1 - first));
    }

    /** {@code scipy.optimize.minimize_scalar} of the mean cross-entropy gives 2.39971985 for these. */
    @Test
    void fitsTheTemperatureThatScipyFinds() {
        Calibration fitted = Calibration.fit(List.of(
                answer(0.9, 0),
                answer(0.2, 1),
                answer(0.97, 1),
                answer(0.6, 0),
                answer(0.3, 1),
                answer(0.05, 1),
                answer(0.99, 0),
                answer(0.45, 0)));

        assertThat(fitted.temperature()).isEqualTo(2.39971985, offset(1e-5));
        assertThat(fitted.images()).isEqualTo(8);
        assertThat(fitted.apply(List.of(0.97, 0.03)).get(0)).isEqualTo(0.80977418, offset(1e-6));
    }

    /** Answers whose logits are a known factor too large. */
    @Test
    void findsTheFactorThatAModelIsTooSureBy() {
        Random random = new Random(1);
        List<Prediction> answers = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double logit = 2 * random.nextGaussian();
            int actual = random.nextDouble() < sigmoid(logit) ? 0 : 1;
            answers.add(answer(sigmoid(3 * logit), actual));
        }
        assertThat(Calibration.fit(answers).temperature()).isEqualTo(3, offset(0.15));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    @Test
    void withoutAMistakeNothingGetsSurer() {
        assertThat(Calibration.fit(List.of(answer(0.8, 0), answer(0.3, 1))).temperature())
                .isEqualTo(1, offset(1e-6));
    }

    @Test
    void withoutKnownClassesThereIsNothingToFit() {
        assertThat(Calibration.fit(List.of())).isEqualTo(Calibration.none());
        assertThat(Calibration.fit(List.of(answer(0.4, -1)))).isEqualTo(Calibration.none());
    }

    @Test
    void sureAnswersThatAreWrongStayFinite() {
        Calibration fitted = Calibration.fit(List.of(answer(1, 1), answer(1, 0), answer(0, 1)));

        assertThat(fitted.temperature()).isBetween(0.1, 10.0);
        assertThat(fitted.apply(List.of(1.0, 0.0)).get(0)).isBetween(0.5, 1.0);
    }

    @Property
    void confidencesSumToOneAndKeepTheOrder(
            @ForAll @DoubleRange(min = 0.1, max = 10) double temperature,
            @ForAll @DoubleRange(max = 0.4) double first,
            @ForAll @DoubleRange(max = 0.4) double second) {
        List<Double> given = List.of(first, second, 1 - first - second);

        List<Double> confidences = new Calibration(temperature, 5).apply(given);

        assertThat(confidences.stream().mapToDouble(c -> c).sum()).isEqualTo(1, offset(1e-9));
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                if (given.get(a) > given.get(b)) {
                    assertThat(confidences.get(a)).isGreaterThanOrEqualTo(confidences.get(b));
                }
            }
        }
    }

    @Test
    void aTemperatureIsPositive() {
        for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Calibration(temperature, 1))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("positive temperature");
        }
    }
}
