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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with statsmodels, R's pROC and the definitions as they stand in the papers; {@code make_assessment_reference.py}
 * wrote the numbers.
 */
class AssessmentReferenceTest {
    private static final double TOLERANCE = 1e-6;

    private static JsonNode reference;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = AssessmentReferenceTest.class.getResourceAsStream("assessment_reference.json")) {
            reference = new ObjectMapper().readTree(in);
        }
    }

    private static List<Prediction> predictions(String model) {
        return IntStream.range(0, reference.get("actual").size())
                .mapToObj(i -> prediction(
                        i + ".png",
                        reference.get("actual").get(i).asInt(),
                        reference.get(model).get(i).asDouble()))
                .toList();
    }

    private static Prediction prediction(String image, int actual, double score) {
        return new Prediction(image, actual, List.of(1 - score, score));
    }

    private static Map<String, String> groups() {
        Map<String, String> groups = new HashMap<>();
        for (int i = 0; i < reference.get("group").size(); i++) {
            groups.put(i + ".png", "patient " + reference.get("group").get(i).asInt());
        }
        return groups;
    }

    private static Bootstrap units(String unit) {
        return unit.equals("byGroup") ? Bootstrap.ofGroups(groups()) : Bootstrap.ofImages();
    }

    private static void assertEqual(String name, double found, JsonNode expected) {
        assertThat(found).as(name).isCloseTo(expected.asDouble(), within(TOLERANCE));
    }

    private static void assertEqual(String name, Figures.Estimate found, JsonNode expected) {
        assertEqual(name, found.value(), expected.get("value"));
        assertEqual(name + " low", found.interval().low(), expected.get("low"));
        assertEqual(name + " high", found.interval().high(), expected.get("high"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"byImage", "byGroup"})
    void recalibrationEqualsStatsmodels(String unit) {
        Recalibration found = Recalibration.of(predictions("first"), 1, units(unit));

        JsonNode expected = reference.get(unit).get("recalibration");
        assertEqual("intercept", found.intercept(), expected.get("intercept"));
        assertEqual("slope", found.slope(), expected.get("slope"));
        assertEqual("in the large", found.inTheLarge(), expected.get("inTheLarge"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"byImage", "byGroup"})
    void areasAndTheirDifferenceEqualTheDefinition(String unit) {
        List<Prediction> shuffled = new ArrayList<>(predictions("second"));
        Collections.shuffle(shuffled, new Random(3));
        DeLongTest found = DeLongTest.of(predictions("first"), shuffled, 1, units(unit));

        JsonNode expected = reference.get(unit).get("areas");
        for (RocArea area : List.of(found.first(), found.second())) {
            JsonNode own = expected.get(area == found.first() ? "first" : "second");
            assertEqual("area", area.area(), own.get("area"));
            assertEqual("variance", area.variance(), own.get("variance"));
            assertEqual("low", area.interval().low(), own.get("low"));
            assertEqual("high", area.interval().high(), own.get("high"));
        }
        assertEqual("difference", found.difference(), expected.get("difference"));
        assertEqual("low", found.interval().low(), expected.get("low"));
        assertEqual("z", found.z(), expected.get("z"));
        assertEqual("p", found.pValue(), expected.get("pValue"));
        assertThat(found.first()).isEqualTo(RocArea.of(predictions("first"), 1, units(unit)));
        assertThat(found.first().units()).isEqualTo(unit.equals("byGroup") ? 40 : 147);
    }

    @Test
    void deLongsTestEqualsProc() {
        DeLongTest found = DeLongTest.of(predictions("first"), predictions("second"), 1, Bootstrap.ofImages());

        JsonNode expected = reference.get("pROC");
        assertEqual("area", found.first().area(), expected.get("first"));
        assertEqual("area", found.second().area(), expected.get("second"));
        assertEqual("variance", found.first().variance(), expected.get("firstVariance"));
        assertEqual("variance", found.second().variance(), expected.get("secondVariance"));
        assertEqual("z", found.z(), expected.get("z"));
        assertEqual("p", found.pValue(), expected.get("pValue"));
    }

    @Test
    void decisionCurveEqualsTheDefinition() {
        List<DecisionCurve.Point> points =
                DecisionCurve.of(predictions("first"), 1).points();

        assertThat(points).hasSize(99);
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).threshold()).isEqualTo((i + 1) / 100.0);
            assertEqual(
                    "model",
                    points.get(i).model(),
                    reference.get("decisions").get("model").get(i));
            assertEqual(
                    "all",
                    points.get(i).all(),
                    reference.get("decisions").get("all").get(i));
        }
    }

    @Test
    void expectedCalibrationErrorEqualsTheDefinition() {
        Evaluation evaluation = Evaluation.of(predictions("first"), 2, 1);

        assertEqual(
                "error",
                CalibrationBin.expectedError(evaluation.calibration()),
                reference.get("expectedCalibrationError"));
    }

    @ParameterizedTest
    @EnumSource(GroupScore.class)
    void groupScoresEqualTheDefinition(GroupScore score) {
        List<Prediction> found = score.group(predictions("first"), groups(), 1).predictions();

        JsonNode expected = reference.get("groupScores").get(score.id());
        assertThat(found).hasSize(40);
        for (int g = 0; g < found.size(); g++) {
            assertThat(found.get(g).image()).isEqualTo("patient " + g);
            assertEqual(score.id(), found.get(g).probabilities().get(1), expected.get(g));
            assertThat(found.get(g).probabilities().get(0)
                            + found.get(g).probabilities().get(1))
                    .isCloseTo(1, within(1e-12));
        }
    }

    /** Which of two classes is the positive one must not depend on their order. */
    @ParameterizedTest
    @EnumSource(GroupScore.class)
    void theFirstClassMayBeThePositiveOne(GroupScore score) {
        List<Prediction> turned = predictions("first").stream()
                .map(p -> new Prediction(
                        p.image(),
                        1 - p.actual(),
                        List.of(p.probabilities().get(1), p.probabilities().get(0))))
                .toList();
        List<Prediction> found = score.group(turned, groups(), 0).predictions();
        List<Prediction> usual = score.group(predictions("first"), groups(), 1).predictions();

        for (int g = 0; g < found.size(); g++) {
            assertThat(found.get(g).actual()).isEqualTo(1 - usual.get(g).actual());
            assertEqual(
                    "p",
                    found.get(g).probabilities().get(0),
                    new ObjectMapper().valueToTree(usual.get(g).probabilities().get(1)));
        }
    }

    @Test
    void groupsOfManyClasses() {
        List<Prediction> images = List.of(
                new Prediction("a", 2, List.of(0.1, 0.3, 0.6)),
                new Prediction("b", 2, List.of(0.4, 0.3, 0.3)),
                new Prediction("c", 0, List.of(1.0, 0.0, 0.0)),
                new Prediction("d", 1, List.of(0.2, 0.5, 0.3)),
                new Prediction("alone", 1, List.of(0.2, 0.5, 0.3)));
        GroupScore.Grouped found =
                GroupScore.MEAN_LOGIT.group(images, Map.of("a", "x", "b", "x", "c", "mixed", "d", "mixed"), 0);

        assertThat(found.mixed()).containsExactly("mixed");
        assertThat(found.predictions().stream().map(Prediction::image)).containsExactly("x", "alone");
        double sum = Math.sqrt(0.04) + 0.3 + Math.sqrt(0.18);
        assertThat(found.predictions().get(0).probabilities().get(0)).isCloseTo(0.2 / sum, within(1e-12));
        assertThat(found.predictions().get(0).actual()).isEqualTo(2);
        assertThat(GroupScore.MAXIMUM
                        .of(List.of(List.of(0.1, 0.3, 0.6), List.of(0.5, 0.3, 0.2)), 0)
                        .get(2))
                .isCloseTo(0.6 / 1.4, within(1e-12));
        assertThat(GroupScore.of("noisy-or")).isEqualTo(GroupScore.NOISY_OR);
        assertThatThrownBy(() -> GroupScore.of("median"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("mean-logit, maximum, noisy-or");
    }

    @Test
    void whatCannotBeFittedIsUndefined() {
        List<Prediction> apart = List.of(
                prediction("a", 0, 0.1), prediction("b", 0, 0.2), prediction("c", 1, 0.8), prediction("d", 1, 0.9));
        Recalibration found = Recalibration.of(apart, 1, Bootstrap.ofImages());
        assertThat(found.slope().value()).isNaN();
        assertThat(found.slope().interval().known()).isFalse();
        assertThat(found.inTheLarge().value()).isCloseTo(0, within(1e-9));
        assertThat(RocArea.of(apart, 1, Bootstrap.ofImages()).interval().known())
                .isFalse();

        DeLongTest same = DeLongTest.of(predictions("first"), predictions("first"), 1, Bootstrap.ofImages());
        assertThat(same.z()).isZero();
        assertThat(same.pValue()).isEqualTo(1);

        List<Prediction> one = apart.subList(0, 2);
        assertThat(Recalibration.of(one, 1, Bootstrap.ofImages()).inTheLarge().value())
                .isNaN();
        assertThat(RocArea.of(one, 1, Bootstrap.ofImages()).area()).isNaN();
        assertThat(DecisionCurve.of(List.of(), 1).points()).isEmpty();
        assertThatThrownBy(() -> DeLongTest.of(apart, one, 1, Bootstrap.ofImages()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("4 and 2 predictions");
    }

    /** Sure of itself, all or nothing: probabilities of exactly 0 and 1 have finite log odds. */
    @Test
    void certainProbabilitiesAreFitted() {
        List<Prediction> sure = IntStream.range(0, 40)
                .mapToObj(i -> prediction(i + "", i % 2, i % 8 < 2 ? 1 - i % 2 : i % 2))
                .toList();
        Recalibration found = Recalibration.of(sure, 1, Bootstrap.ofImages());

        // Three in four are right either way: log odds of 3 at log odds of 1e12.
        assertThat(found.slope().value()).isCloseTo(Math.log(3) / Math.log(1e12), within(1e-9));
        assertThat(found.intercept().value()).isCloseTo(0, within(1e-9));
    }
}
