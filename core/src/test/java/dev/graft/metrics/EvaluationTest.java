package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with scikit-learn; {@code make_reference.py} wrote the expected values. */
class EvaluationTest {
    private static final double TOLERANCE = 1e-12;

    static Stream<Named<JsonNode>> cases() throws IOException {
        try (InputStream in = EvaluationTest.class.getResourceAsStream("reference.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(c -> Named.of(c.get("name").asText(), c));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void figuresEqualScikitLearn(JsonNode reference) {
        Evaluation evaluation = evaluate(reference);
        List<String> undefined = new ArrayList<>();
        reference.get("undefined").forEach(name -> undefined.add(name.asText()));

        JsonNode figures = reference.get("figures");
        assertThat(figures.size())
                .as("every metric, and the accuracy's interval")
                .isEqualTo(Metric.values().length + 2);
        for (Metric metric : Metric.values()) {
            String name = metric.id();
            assertThat(figures.has(name)).as(name + " in make_reference.py").isTrue();
            assertEqual(name, evaluation.value(metric), undefined.contains(name) ? null : figures.get(name));
        }
        Interval accuracy = evaluation.interval(Metric.ACCURACY);
        assertEqual("accuracyLow", accuracy.low(), figures.get("accuracyLow"));
        assertEqual("accuracyHigh", accuracy.high(), figures.get("accuracyHigh"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void confusionEqualsScikitLearn(JsonNode reference) {
        assertThat(evaluate(reference).confusion())
                .satisfies(matrix -> assertThat(matrix.rows()).hasToString(spaced(reference.get("confusion"))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rocEqualsScikitLearn(JsonNode reference) {
        List<RocPoint> roc = evaluate(reference).roc();

        assertThat(roc).hasSize(reference.get("roc").size());
        for (int i = 0; i < roc.size(); i++) {
            JsonNode expected = reference.get("roc").get(i);
            double threshold = expected.get(2).isNull()
                    ? Double.POSITIVE_INFINITY
                    : expected.get(2).asDouble();
            assertThat(roc.get(i).falsePositiveRate()).isCloseTo(expected.get(0).asDouble(), within(TOLERANCE));
            assertThat(roc.get(i).truePositiveRate()).isCloseTo(expected.get(1).asDouble(), within(TOLERANCE));
            assertThat(roc.get(i).threshold()).isEqualTo(threshold);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void calibrationEqualsScikitLearn(JsonNode reference) {
        Evaluation evaluation = evaluate(reference);
        List<CalibrationBin> bins = evaluation.calibration();

        assertThat(bins).hasSize(reference.get("calibration").size());
        assertThat(bins.stream().mapToInt(CalibrationBin::images).sum()).isEqualTo(evaluation.images());
        for (int i = 0; i < bins.size(); i++) {
            JsonNode expected = reference.get("calibration").get(i);
            assertThat(bins.get(i).meanProbability()).isCloseTo(expected.get(0).asDouble(), within(TOLERANCE));
            assertThat(bins.get(i).positiveShare()).isCloseTo(expected.get(1).asDouble(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void classesAndTheirAveragesEqualScikitLearn(JsonNode reference) {
        Evaluation evaluation = evaluate(reference);

        assertThat(evaluation.classes()).hasSize(reference.get("classes").size());
        for (int c = 0; c < evaluation.classes().size(); c++) {
            assertEqual(evaluation.classes().get(c), reference.get("classes").get(c));
        }
        assertEqual(evaluation.macro(), reference.get("macro"));
        assertEqual(evaluation.weighted(), reference.get("weighted"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thresholdsEqualScikitLearn(JsonNode reference) {
        Evaluation evaluation = evaluate(reference);
        List<Prediction> predictions = predictions(reference);
        int positive = reference.get("positive").asInt();
        for (String rule : List.of("youden", "sensitivity:0.5", "sensitivity:0.9", "sensitivity:1.0")) {
            Optional<OperatingPoint> point = OperatingPoint.of(
                    ThresholdRule.parse(rule), predictions, predictions, positive, Bootstrap.ofImages());
            JsonNode expected = reference.get("thresholds").path(rule);

            assertThat(point.isPresent()).as(rule).isEqualTo(expected.isObject());
            point.ifPresent(found -> {
                assertThat(found.threshold())
                        .isEqualTo(expected.get("threshold").asDouble());
                assertEqual(found.test(), expected);
                assertThat(found.validation()).isEqualTo(found.test());
                assertThat(found.test().images()).isEqualTo(evaluation.images());
            });
        }
    }

    /** Every number of the expected object by its name; of each metric there is one. */
    private static void assertEqual(Figures found, JsonNode expected) {
        found.estimates()
                .forEach((metric, estimate) -> assertEqual(metric.id(), estimate.value(), expected.path(metric.id())));
        List<String> known = new ArrayList<>(List.of("threshold"));
        found.estimates().keySet().forEach(metric -> known.add(metric.id()));
        if (expected.has("images")) {
            known.add("images");
            assertThat(found.images()).isEqualTo(expected.get("images").asInt());
        }
        assertThat(known).containsAll(expected::fieldNames);
    }

    /** @param expected null if it is undefined */
    private static void assertEqual(String name, double value, JsonNode expected) {
        if (expected == null || expected.isNull()) {
            assertThat(value).as(name).isNaN();
        } else {
            assertThat(expected.isNumber()).as(name + " in make_reference.py").isTrue();
            assertThat(value).as(name).isCloseTo(expected.asDouble(), within(TOLERANCE));
        }
    }

    @Test
    void withoutImagesEveryFigureIsUndefined() {
        Evaluation evaluation = Evaluation.of(List.of(), 2, 1);

        assertThat(evaluation.images()).isZero();
        for (Metric metric : Metric.values()) {
            assertThat(evaluation.value(metric)).as(metric.id()).isNaN();
            assertThat(evaluation.interval(metric)).as(metric.id()).isEqualTo(Interval.UNKNOWN);
        }
        assertThat(evaluation.confusion().rows()).isEqualTo(List.of(List.of(0, 0), List.of(0, 0)));
        assertThat(evaluation.roc()).isEmpty();
        assertThat(evaluation.calibration()).isEmpty();
    }

    @Test
    void probabilitiesOfADivergedModelLeaveTheCountsUsable() {
        for (double undefined : List.of(Double.NaN, Double.POSITIVE_INFINITY)) {
            leavesTheCountsUsable(undefined);
        }
    }

    private static void leavesTheCountsUsable(double undefined) {
        Evaluation evaluation = Evaluation.of(
                List.of(prediction(0, 0.9, 0.1), prediction(1, undefined, undefined), prediction(0, 0.8, 0.2)), 2, 1);

        assertThat(evaluation.confusion().rows()).isEqualTo(List.of(List.of(2, 0), List.of(1, 0)));
        assertThat(evaluation.accuracy()).isCloseTo(2.0 / 3, within(TOLERANCE));
        assertThat(Stream.of(Metric.values()).filter(metric -> !metric.ofCalls()))
                .allMatch(metric -> Double.isNaN(evaluation.value(metric)));
        assertThat(evaluation.roc()).isEmpty();
        assertThat(evaluation.calibration()).isEmpty();
    }

    @Test
    void ofEqualProbabilitiesTheFirstFiveClassesAreTheTopFive() {
        Double[] equal = {0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125};
        List<Prediction> predictions = List.of(prediction(0, equal), prediction(4, equal), prediction(5, equal));

        Evaluation evaluation = Evaluation.of(predictions, 8, 1);

        assertThat(evaluation.value(Metric.TOP_FIVE_ACCURACY)).isCloseTo(2.0 / 3, within(TOLERANCE));
        assertThat(evaluation.accuracy()).as("called the first").isCloseTo(1.0 / 3, within(TOLERANCE));
    }

    @Test
    void ofFiveClassesThereIsNoTopFive() {
        Evaluation evaluation = Evaluation.of(List.of(prediction(4, 0.6, 0.1, 0.1, 0.1, 0.1)), 5, 1);

        assertThat(evaluation.value(Metric.TOP_FIVE_ACCURACY)).isNaN();
        assertThat(evaluation.interval(Metric.TOP_FIVE_ACCURACY)).isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void aBinsEndsAreTenthsOfWhichTheUpperOneBelongsToIt() {
        List<CalibrationBin> bins = Evaluation.of(
                        List.of(prediction(0, 1.0, 0.0), prediction(1, 0.7, 0.3), prediction(1, -0.0, 1.0005)), 2, 1)
                .calibration();

        assertThat(bins)
                .as("rounding may take a probability beyond 1")
                .containsExactly(
                        new CalibrationBin(0, 0.1, 1, 0, 0),
                        new CalibrationBin(0.2, 0.3, 1, 0.3, 1),
                        new CalibrationBin(0.9, 1, 1, 1.0005, 1));
    }

    @Test
    void certaintyCostsAtLeastTheMachineEpsilonAndAtMost36() {
        assertThat(Evaluation.of(List.of(prediction(1, 0.0, 1.0)), 2, 1).value(Metric.LOG_LOSS))
                .isEqualTo(-Math.log(1 - Math.ulp(1.0)));
        assertThat(Evaluation.of(List.of(prediction(1, 1.0, 0.0)), 2, 1).value(Metric.LOG_LOSS))
                .isEqualTo(-Math.log(Math.ulp(1.0)));
    }

    @Test
    void figuresNeedAllProbabilities() {
        Prediction condensed = prediction(0, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1).condensed();

        assertThatThrownBy(() -> Evaluation.of(List.of(condensed), 7, 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("likeliest classes alone, expected one for each of the 7 classes");
    }

    @Test
    void refusesWhatIsNotAnEvaluation() {
        assertThatThrownBy(() -> Evaluation.of(List.of(), 2, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("2 classes with class 2");
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction(-1, 0.5, 0.5)), 2, 1))
                .hasMessageContaining("class -1, expected 0 to 1");
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction(2, 0.5, 0.5)), 2, 1))
                .hasMessageContaining("class 2, expected 0 to 1");
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction(0, 0.5, 0.5)), 3, 1))
                .hasMessageContaining("2 probabilities, expected one for each of the 3 classes");
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction(0, 0.9, 0.9)), 2, 1))
                .hasMessageContaining("sum of 1");
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction(0, -0.1, 1.1)), 2, 1))
                .hasMessageContaining("none below 0");
    }

    @Test
    void onlyAShareThatLiesAboveChanceIsKnowledge() {
        assertThat(chance(0.5, 0.6).passed()).isFalse();
        assertThat(chance(0.5, 0.5).passed()).as("reaches down to chance").isTrue();
        assertThat(chance(0.5, 0.4).passed()).isTrue();
    }

    private static ChanceTest chance(double chance, double low) {
        return new ChanceTest("test", 10, 10, 0.7, new Interval(low, 0.8), chance);
    }

    @Test
    void aCellIsRightOnTheDiagonal() {
        assertThat(new ConfusionMatrix.Cell(1, 1, 3).right()).isTrue();
        assertThat(new ConfusionMatrix.Cell(1, 0, 3).right()).isFalse();
    }

    private static Prediction prediction(int actual, Double... probabilities) {
        return new Prediction("a.png", actual, List.of(probabilities));
    }

    private static Evaluation evaluate(JsonNode reference) {
        int classes = reference.get("probabilities").get(0).size();
        return Evaluation.of(
                predictions(reference), classes, reference.get("positive").asInt());
    }

    private static List<Prediction> predictions(JsonNode reference) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < reference.get("actual").size(); i++) {
            List<Double> probabilities = new ArrayList<>();
            reference.get("probabilities").get(i).forEach(p -> probabilities.add(p.asDouble()));
            predictions.add(
                    new Prediction(i + ".png", reference.get("actual").get(i).asInt(), probabilities));
        }
        return predictions;
    }

    private static String spaced(JsonNode matrix) {
        return matrix.toString().replace(",", ", ");
    }
}
