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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with ten thousand resamples by numpy and scikit-learn; {@code make_bootstrap_reference.py} wrote them. */
class BootstrapTest {
    private static JsonNode reference;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = BootstrapTest.class.getResourceAsStream("bootstrap_reference.json")) {
            reference = new ObjectMapper().readTree(in);
        }
    }

    private static List<Prediction> predictions() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < reference.get("score").size(); i++) {
            double score = reference.get("score").get(i).asDouble();
            predictions.add(
                    prediction(i + ".png", reference.get("actual").get(i).asInt(), score));
        }
        return predictions;
    }

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        for (int i = 0; i < reference.get("groups").size(); i++) {
            groups.put(i + ".png", "patient " + reference.get("groups").get(i).asInt());
        }
        return groups;
    }

    private static Prediction prediction(String image, int actual, double score) {
        return new Prediction(image, actual, List.of(1 - score, score));
    }

    private static Map<String, Interval> intervals(Evaluation evaluation) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            intervals.put(metric.id(), evaluation.interval(metric));
        }
        intervals.remove(Metric.TOP_FIVE_ACCURACY.id());
        intervals.put("macroF1", evaluation.macro().interval(Metric.F1));
        intervals.put("weightedF1", evaluation.weighted().interval(Metric.F1));
        return intervals;
    }

    @ParameterizedTest
    @ValueSource(strings = {"byGroup", "byImage"})
    void intervalsAgreeWithNumpysUpToTheChanceOfDrawing(String unit) {
        boolean byGroup = unit.equals("byGroup");
        Evaluation evaluation =
                Evaluation.of(predictions(), 2, 1, byGroup ? Bootstrap.ofGroups(groups()) : Bootstrap.ofImages());

        assertThat(reference.get(unit).size()).isEqualTo(13);
        Map<String, Interval> found = intervals(evaluation);
        reference.get(unit).fieldNames().forEachRemaining(name -> {
            Interval interval = found.get(name);
            double low = reference.get(unit).get(name).get(0).asDouble();
            double high = reference.get(unit).get(name).get(1).asDouble();
            // Plain shares of single images have Wilson's interval, which is near and not equal.
            double tolerance = (byGroup ? 0.06 : 0.12) * (high - low);
            assertThat(interval.low()).as(name).isCloseTo(low, within(tolerance));
            assertThat(interval.high()).as(name).isCloseTo(high, within(tolerance));
        });
        assertThat(evaluation.resampling().byGroup()).isEqualTo(byGroup);
        assertThat(evaluation.resampling().units())
                .isEqualTo(byGroup ? 40 : predictions().size());
        assertThat(evaluation.resampling().resamples()).isEqualTo(2000);
    }

    @Test
    void groupsMakeTheAccuracysIntervalWider() {
        Evaluation evaluation = Evaluation.of(predictions(), 2, 1, Bootstrap.ofGroups(groups()));

        assertThat(width(evaluation.interval(Metric.ACCURACY)))
                .as("groups tell less than their images")
                .isGreaterThan(1.3 * width(Evaluation.of(predictions(), 2, 1).interval(Metric.ACCURACY)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void topFiveAccuracyHasAnIntervalAsTheAccuracyHas(boolean byGroup) {
        // Whatever is wrong here has its class in the last place: both accuracies are of the same images.
        List<Prediction> predictions = predictions().stream()
                .map(p -> new Prediction(p.image(), p.correct() ? 5 : 0, List.of(0.0, 0.1, 0.1, 0.1, 0.1, 0.6)))
                .toList();

        Evaluation found =
                Evaluation.of(predictions, 6, 5, byGroup ? Bootstrap.ofGroups(groups()) : Bootstrap.ofImages());

        assertThat(found.resampling().byGroup()).isEqualTo(byGroup);
        assertThat(found.interval(Metric.TOP_FIVE_ACCURACY)).isEqualTo(found.interval(Metric.ACCURACY));
        assertThat(found.interval(Metric.TOP_FIVE_ACCURACY).known()).isTrue();
    }

    @Test
    void ofVeryManyClassesFewerResamplesAreDrawn() {
        int classes = 1200;
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Double> probabilities = new ArrayList<>(Collections.nCopies(classes, 0.5 / (classes - 1)));
            probabilities.set(i * 30, 0.5);
            predictions.add(new Prediction(i + ".png", (i - i % 3) * 30, probabilities));
        }

        Evaluation found = Evaluation.of(predictions, classes, 0, Bootstrap.ofImages());

        assertThat(found.resampling().resamples()).isEqualTo(1_000_000 / classes);
        assertThat(found.interval(Metric.BALANCED_ACCURACY).known()).isTrue();
    }

    @Test
    void everyResampleDrawsAsManyImagesAsThereAre() {
        List<Prediction> predictions = predictions();
        ScoredImages images = ScoredImages.of(predictions, 2, 1);
        int[] units = Bootstrap.ofImages().units(predictions);

        assertThat(new Bootstrap(20, 1, Map.of()).resample(images, units, units.length))
                .hasSize(20)
                .allSatisfy(values ->
                        assertThat(LongStream.of(values.ofClass()).sum()).isEqualTo(predictions.size()));
    }

    @Test
    void theWorkOfAResampleAreItsImagesAndThoseThatAreRanked() {
        List<Prediction> predictions = List.of(
                prediction("a", 1, 0.9), prediction("b", 1, 0.4), prediction("c", 0, 0.5), prediction("d", 0, 0.1));

        // Down to b in the second class, and to c in the first.
        assertThat(ScoredImages.of(predictions, 2, 1).work()).isEqualTo(4 + 3 + 3);
    }

    /** 2.5 % of the way from the first to the last of five resamples is a tenth of the way to the second. */
    @Test
    void anEndLiesBetweenTwoResamplesInProportion() {
        Bootstrap five = new Bootstrap(5, 1, groups());
        List<Prediction> predictions = predictions();
        List<Sample.Values> drawn = five.resample(ScoredImages.of(predictions, 2, 1), five.units(predictions), 40);
        Evaluation found = Evaluation.of(predictions, 2, 1, five);

        assertEnds(found.interval(Metric.ACCURACY), drawn, Metric.ACCURACY, 1);
        for (Metric metric : Metric.values()) {
            boolean share = metric.notation() == Metric.Notation.SHARE && metric != Metric.BALANCED_ACCURACY;
            for (int c = 0; c < 2 && metric.ofClasses() && !share; c++) {
                assertEnds(found.classes().get(c).interval(metric), drawn, metric, c);
            }
            if (!metric.ofClasses() && !share) {
                assertEnds(found.interval(metric), drawn, metric, 0);
            }
            if (metric.averaged()) {
                assertEnds(found.macro().interval(metric), drawn, values -> values.mean(metric, false));
                assertEnds(found.weighted().interval(metric), drawn, values -> values.mean(metric, true));
            }
        }
    }

    private static void assertEnds(Interval found, List<Sample.Values> drawn, Metric metric, int classIndex) {
        assertEnds(found, drawn, values -> values.of(metric, classIndex));
    }

    private static void assertEnds(Interval found, List<Sample.Values> drawn, ToDoubleFunction<Sample.Values> figure) {
        double[] five = drawn.stream().mapToDouble(figure).sorted().toArray();

        assertThat(found.low()).isCloseTo(0.9 * five[0] + 0.1 * five[1], within(1e-12));
        assertThat(found.high()).isCloseTo(0.1 * five[3] + 0.9 * five[4], within(1e-12));
    }

    @Test
    void oneResampleIsNoInterval() {
        Evaluation found = Evaluation.of(predictions(), 2, 1, new Bootstrap(1, 1, groups()));

        assertThat(found.interval(Metric.ACCURACY)).isEqualTo(Interval.UNKNOWN);
        assertThat(found.interval(Metric.LOG_LOSS)).isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void resamplesThatLeaveAFigureUndefinedAreLeftOut() {
        // One of nine images is of the class: about a third of the resamples are without it.
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            predictions.add(prediction(i + ".png", i == 4 ? 1 : 0, i / 10.0));
        }

        Interval rocAuc = Evaluation.of(predictions, 2, 1, Bootstrap.ofImages()).interval(Metric.ROC_AUC);

        assertThat(rocAuc.low()).isBetween(0.0, 0.5);
        assertThat(rocAuc.high()).isBetween(0.5, 1.0);
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    @Test
    void copiesOfImagesInTheirGroupsTellNothingNew() {
        List<Prediction> tripled = new ArrayList<>();
        Map<String, String> groups = new LinkedHashMap<>();
        predictions().forEach(p -> {
            for (String copy : List.of("a", "b", "c")) {
                tripled.add(new Prediction(copy + p.image(), p.actual(), p.probabilities()));
                groups.put(copy + p.image(), groups().get(p.image()));
            }
        });
        Map<String, Interval> once = intervals(Evaluation.of(predictions(), 2, 1, Bootstrap.ofGroups(groups())));

        intervals(Evaluation.of(tripled, 2, 1, Bootstrap.ofGroups(groups))).forEach((name, interval) -> {
            assertThat(interval.low()).as(name).isCloseTo(once.get(name).low(), within(1e-9));
            assertThat(interval.high()).as(name).isCloseTo(once.get(name).high(), within(1e-9));
        });
    }

    @Test
    void equalSeedsGiveEqualIntervalsAndOthersDoNot() {
        Bootstrap bootstrap = Bootstrap.ofGroups(groups());
        Evaluation one = Evaluation.of(predictions(), 2, 1, bootstrap);

        assertThat(Evaluation.of(predictions(), 2, 1, bootstrap)).isEqualTo(one);
        assertThat(Evaluation.of(predictions(), 2, 1, new Bootstrap(2000, 43, groups()))
                        .figures())
                .isNotEqualTo(one.figures());
    }

    @Test
    void imagesWithoutAGroupStandForThemselves() {
        Map<String, String> few = Map.of("0.png", "patient", "1.png", "patient", "none.png", "patient");

        Evaluation intervals = Evaluation.of(predictions(), 2, 1, Bootstrap.ofGroups(few));

        assertThat(intervals.resampling().byGroup()).isTrue();
        assertThat(intervals.resampling().units()).isEqualTo(predictions().size() - 1);
    }

    @Test
    void withoutAnErrorEachGroupIsOneTrialAndCurvesSayNothing() {
        List<Prediction> perfect = predictions().stream()
                .map(p -> prediction(p.image(), p.actual(), p.actual() == 1 ? 0.9 : 0.1))
                .toList();
        Evaluation intervals = Evaluation.of(perfect, 2, 1, Bootstrap.ofGroups(groups()));

        assertThat(intervals.interval(Metric.ACCURACY)).isEqualTo(WilsonInterval.of(40, 40));
        assertThat(intervals.interval(Metric.SENSITIVITY)).isEqualTo(WilsonInterval.of(20, 20));
        assertThat(intervals.interval(Metric.SPECIFICITY)).isEqualTo(WilsonInterval.of(20, 20));
        assertThat(intervals.interval(Metric.PRECISION)).isEqualTo(WilsonInterval.of(20, 20));
        assertThat(List.of(
                        intervals.interval(Metric.ROC_AUC),
                        intervals.interval(Metric.BALANCED_ACCURACY),
                        intervals.interval(Metric.F1),
                        intervals.interval(Metric.MATTHEWS)))
                .containsOnly(Interval.UNKNOWN);
    }

    @Test
    void aShareCountsTheGroupsOfItsOwnImages() {
        // Seven classes, so that there is a top five. One group of the last class, two of the first, two images each.
        List<Prediction> perfect = new ArrayList<>();
        for (String image : List.of("a0", "a1", "b0", "b1", "c0", "c1")) {
            List<Double> probabilities = new ArrayList<>(Collections.nCopies(7, 0.0));
            int actual = image.startsWith("a") ? 6 : 0;
            probabilities.set(actual, 1.0);
            perfect.add(new Prediction(image, actual, probabilities));
        }
        Bootstrap groups = Bootstrap.ofGroups(Map.of("a0", "a", "a1", "a", "b0", "b", "b1", "b", "c0", "c", "c1", "c"));

        Evaluation found = Evaluation.of(perfect, 7, 6, groups);

        assertThat(found.interval(Metric.TOP_FIVE_ACCURACY)).isEqualTo(WilsonInterval.of(3, 3));
        assertThat(found.interval(Metric.SENSITIVITY)).isEqualTo(WilsonInterval.of(1, 1));
        assertThat(found.interval(Metric.SPECIFICITY)).isEqualTo(WilsonInterval.of(2, 2));
        assertThat(found.interval(Metric.PRECISION)).isEqualTo(WilsonInterval.of(1, 1));
        assertThat(found.classes().get(0).interval(Metric.PRECISION)).isEqualTo(WilsonInterval.of(2, 2));
    }

    @Test
    void shareOfZeroHasAnIntervalFromZero() {
        List<Prediction> wrong = predictions().stream()
                .map(p -> prediction(p.image(), p.actual(), p.actual() == 1 ? 0.1 : 0.9))
                .toList();

        Interval accuracy =
                Evaluation.of(wrong, 2, 1, Bootstrap.ofGroups(groups())).interval(Metric.ACCURACY);

        assertThat(accuracy).isEqualTo(WilsonInterval.of(0, 40));
        assertThat(accuracy.low()).isZero();
        assertThat(accuracy.high()).isPositive();
    }

    @Test
    void whatIsUndefinedHasNoInterval() {
        List<Prediction> negatives =
                predictions().stream().filter(p -> p.actual() == 0).toList();
        Evaluation intervals = Evaluation.of(negatives, 2, 1, Bootstrap.ofImages());

        assertThat(List.of(
                        intervals.interval(Metric.SENSITIVITY),
                        intervals.interval(Metric.ROC_AUC),
                        intervals.interval(Metric.AVERAGE_PRECISION),
                        intervals.interval(Metric.MATTHEWS)))
                .containsOnly(Interval.UNKNOWN);
        assertThat(intervals.interval(Metric.LOG_LOSS).known()).isTrue();
        assertThat(Evaluation.of(List.of(), 2, 1, Bootstrap.ofImages()).interval(Metric.ACCURACY))
                .isEqualTo(Interval.UNKNOWN);
        assertThat(Evaluation.of(List.of(prediction("a", 1, Double.NaN)), 2, 1, Bootstrap.ofImages())
                        .interval(Metric.LOG_LOSS))
                .isEqualTo(Interval.UNKNOWN);
    }

    @Test
    void refusesNoResamples() {
        assertThatThrownBy(() -> new Bootstrap(0, 1, Map.of()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("0 resamples");
    }

    @Test
    void refusesWhatIsNotAnEvaluation() {
        assertThatThrownBy(() -> Evaluation.of(List.of(prediction("a", 2, 0.5)), 2, 1, Bootstrap.ofImages()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("class 2, expected 0 to 1");
    }

    @Test
    void aThresholdRuleSaysWhatItWantsAndChoosesNothingAmongUndefinedProbabilities() {
        assertThat(new ThresholdRule.Youden().describe()).contains("Youden");
        assertThat(new ThresholdRule.Sensitivity(0.95).describe()).isEqualTo("sensitivity of at least 0.95");
        assertThat(new ThresholdRule.Youden()
                        .choose(
                                List.of(
                                        prediction("a", 1, Double.NaN),
                                        prediction("b", 1, 0.9),
                                        prediction("c", 0, 0.1)),
                                1))
                .isEmpty();
    }

    @Test
    void refusesThresholdRulesThatAreNone() {
        assertThat(ThresholdRule.parse("Youden")).isEqualTo(new ThresholdRule.Youden());
        assertThat(ThresholdRule.parse("sensitivity:0.95")).isEqualTo(new ThresholdRule.Sensitivity(0.95));
        for (String text : List.of("sensitivity", "sensitivity:", "sensitivity:0", "sensitivity:1.1", "best")) {
            assertThatThrownBy(() -> ThresholdRule.parse(text))
                    .as(text)
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("expected");
        }
    }
}
