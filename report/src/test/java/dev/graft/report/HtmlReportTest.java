package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.provenance.Provenance;
import dev.graft.result.ExplainedImage;
import dev.graft.result.GroupedResult;
import dev.graft.result.Numbers;
import dev.graft.result.ResultPictures;
import dev.graft.result.TrainingResult;
import dev.graft.train.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final TrainingResult HEALTHY = Fixtures.healthy();
    private static final String PAGE = HtmlReport.render(HEALTHY, Fixtures.samples(HEALTHY));

    @Test
    void saysTheVerdictOfTheTestPart() {
        assertThat(text(PAGE))
                .contains("91.7 % of 120 unseen images were classified correctly (95 % interval 85.3–95.4 %).")
                .contains("sealed test part")
                .contains("Always answering “normal” would be right for 50.0 %.");
    }

    @Test
    void withoutATestPartTheVerdictIsOfTheValidationPart() {
        assertThat(text(HtmlReport.render(Fixtures.troubled(), ResultPictures.NONE)))
                .contains("50.0 % of 24 validation images were classified correctly (95 % interval 31.4–68.6 %).")
                .contains("chose the best epoch")
                .contains("The model collapsed to one class")
                .contains("The split has warnings of its own")
                .contains("No groups were given");
    }

    /** What is held out in turn is compared or averaged over, so nothing about it is sealed. */
    @Test
    void ofAFoldTheVerdictSaysThatItWasHeldOut() {
        assertThat(text(HtmlReport.render(Fixtures.fold(), ResultPictures.NONE)))
                .contains("of 120 unseen images were classified correctly")
                .contains("Measured on fold 2 of 5, which this training held out")
                .contains("of 12 groups were classified correctly")
                .contains("Accuracy (held-out)")
                .contains("Of 120 held-out images.")
                .contains("Figure Held-out Held-out by group Validation")
                .doesNotContain("the sealed test part")
                .doesNotContain("test image");
    }

    @Test
    void showsTheKeyFigures() {
        Evaluation test = HEALTHY.test().orElseThrow();
        assertThat(text(PAGE))
                .contains("ROC-AUC " + Numbers.ratio(test.value(Metric.ROC_AUC)))
                .contains("Sensitivity " + Numbers.percent(test.value(Metric.SENSITIVITY)) + " 56 of 60 “stroke” found")
                .contains("Specificity " + Numbers.percent(test.value(Metric.SPECIFICITY)) + " 54 of 60 others cleared")
                .contains("Trainable parameters 1.35 M of 4.38 M")
                .contains("Training time 2 min 56 s 22 epochs")
                .contains("Best epoch: 14 of phase 2")
                .contains("train 480 480 960 96")
                .contains("IM-0042.png the file ends in the middle of the picture")
                .contains("normal 54 90.0 % 6 10.0 % 60")
                .contains("learning rates 0.001, 0.0001");
    }

    @Test
    void showsIntervalsOfTheFiguresAndHowTheyWereFound() {
        Evaluation test = HEALTHY.test().orElseThrow();
        assertThat(text(PAGE))
                .contains("ROC-AUC " + Numbers.ratio(test.value(Metric.ROC_AUC)) + " 95 % interval "
                        + Numbers.ratioRange(test.interval(Metric.ROC_AUC)))
                .contains("Balanced accuracy " + Numbers.percent(test.value(Metric.BALANCED_ACCURACY)) + " "
                        + Numbers.percentRange(
                                test.interval(Metric.BALANCED_ACCURACY).low(),
                                test.interval(Metric.BALANCED_ACCURACY).high()))
                .contains("Wilson's for plain shares, else from 2,000 resamples of the images")
                .doesNotContain("Class by class");
    }

    @Test
    void moreThanTwoClassesAreShownOneByOneWithTheirAverages() {
        TrainingResult troubled = Fixtures.troubled();
        Evaluation e = troubled.validation();
        assertThat(text(HtmlReport.render(troubled, ResultPictures.NONE)))
                .contains(
                        "Class by class",
                        "F1 (macro) " + Numbers.ratio(e.macro().value(Metric.F1)),
                        "Weakest class 0.0 % of “glio")
                .contains("healthy volunteer 12 "
                        + Numbers.percent(e.classes().get(1).value(Metric.SENSITIVITY)))
                .contains("Macro average " + Numbers.percent(e.macro().value(Metric.SENSITIVITY)))
                .contains("Weighted average " + Numbers.percent(e.weighted().value(Metric.SENSITIVITY)))
                .doesNotContain("Other thresholds");
    }

    @Test
    void figuresByGroupStandBesideThoseByImage() {
        TrainingResult grouped = Fixtures.grouped();
        GroupedResult groups = grouped.byGroup().orElseThrow();
        Evaluation test = groups.test().orElseThrow();
        GroupScoreChoice.Candidate maximum = groups.choice().candidates().get(1);

        assertThat(text(HtmlReport.render(grouped, ResultPictures.NONE)))
                .contains("Figure Test Test by group Validation Validation by group Meaning")
                .contains("Images 120 12 120 24 Number evaluated; by group, number of groups")
                .contains("Counted by group, each by the mean log odds of its images, "
                        + Numbers.percent(test.accuracy()) + " of 12 groups were classified correctly (95 % interval "
                        + Numbers.percentRange(test.interval(Metric.ACCURACY)) + ").")
                .contains("On the 24 groups of the validation part the log loss is "
                        + Numbers.loss(groups.choice().candidates().get(0).logLoss()) + " by mean-logit, "
                        + Numbers.loss(maximum.logLoss()) + " by maximum (gain "
                        + Numbers.loss(maximum.gain().low()).replace('-', '−'));
    }

    @Test
    void showsThresholdsDuplicatesAndTheChanceTest() {
        var point = HEALTHY.thresholds().get(0);
        assertThat(text(PAGE))
                .contains("greatest sensitivity + specificity (Youden) " + Numbers.ratio(point.threshold()) + " test "
                        + Numbers.percent(point.test().value(Metric.SENSITIVITY)))
                .contains("Images that are equal or look alike (1 set)")
                .contains("look alike normal normal/IM-0007.png, normal/IM-0008.png")
                .contains(
                        "Leakage test passed: a training could learn nothing when 120 groups had exchanged their labels,"
                                + " it got 50.0 % of 120 test images (95 % interval 41.0–59.0 %; chance is 51.0 %).");
    }

    @Test
    void amongManyClassesAThresholdTellsOneFromAllOthers() {
        TrainingResult troubled = Fixtures.troubled();
        TrainingResult chosen = new TrainingResult(
                troubled.title(),
                troubled.classNames(),
                2,
                troubled.parts(),
                troubled.splitGuarantees(),
                troubled.splitWarnings(),
                troubled.unreadable(),
                troubled.history(),
                troubled.validation(),
                troubled.test(),
                troubled.validationPredictions(),
                troubled.testPredictions(),
                troubled.findings(),
                Optional.empty(),
                troubled.provenance(),
                HEALTHY.thresholds(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());

        assertThat(text(HtmlReport.render(chosen, ResultPictures.NONE)))
                .contains("The accuracy is that of telling “ischaemic stroke (acute phase)” from all others.");
        assertThat(text(PAGE)).doesNotContain("from all others.");
    }

    @Test
    void showsTheAccuracyOnGroupsKeptTogetherBesideThatOnGroupsIgnored() {
        SplitComparison unclear = HEALTHY.comparison().orElseThrow();
        assertThat(text(PAGE))
                .contains("Groups kept together (this result) 120 91.7 % 85.3–95.4 %")
                .contains("Image by image 118 97.5 % 92.8–99.1 %")
                .contains("Difference +5.8 points −0.3 to +12.4 points")
                .contains("117 of 118 test images have others of their group among the training images then.")
                .contains("Its accuracy is not clearly higher");
        SplitComparison clear = new SplitComparison(
                "test",
                unclear.grouped(),
                unclear.imagewise(),
                unclear.recognisable(),
                unclear.added(),
                new Interval(0.003, 0.124));
        assertThat(text(HtmlReport.render(HEALTHY.with(clear), ResultPictures.NONE)))
                .contains("+0.3 to +12.4 points")
                .contains("Its higher accuracy is the recognition of known groups, and would not hold for new ones.");
        assertThat(text(HtmlReport.render(Fixtures.troubled(), ResultPictures.NONE)))
                .doesNotContain("ignoring the groups");
    }

    @Test
    void showsTwentyFourPicturesAtMostEachWithAnAlternativeText() {
        assertThat(count(PAGE, "<img src=\"data:image/jpeg;base64,")).isEqualTo(24);
        assertThat(count(PAGE, "<img ")).isEqualTo(24);
        assertThat(count(PAGE, " alt=\"")).isEqualTo(24);
        assertThat(PAGE).contains("Wrong, most confident first", "Least certain", "Right</h3>");
    }

    @Test
    void showsWhereTheModelLooked() {
        Prediction wrong = new Prediction("stroke/IM-7.png", 1, List.of(0.875, 0.125));
        RgbImage image = Fixtures.samples(HEALTHY).samples().get(0).thumbnail();
        String page = HtmlReport.render(HEALTHY, explained(new ExplainedImage(wrong, image, image)));

        assertThat(text(page)).contains("Where the model looked", "IM-7.png", "✗ normal, 87.5 %", "is stroke");
        assertThat(page).contains("alt=\"Places in stroke/IM-7.png that spoke for “normal”\"");
        assertThat(PAGE).doesNotContain("Where the model looked");
    }

    private static ResultPictures explained(ExplainedImage image) {
        return new ResultPictures(List.of(), List.of(), List.of(image));
    }

    @Test
    void loadsNothingFromElsewhere() {
        String own = PAGE.replace(ChartLibrary.source(), "");

        assertThat(own).doesNotContain("http://", "https://", "url(", "@import", "<link", "<iframe");
        assertThat(PAGE).doesNotContain("sourceMappingURL").contains("default-src 'none'");
        Matcher addresses = Pattern.compile("\\s(?:src|href)\\s*=\\s*[\"']?([^\"'\\s>]{0,12})")
                .matcher(own);
        while (addresses.find()) {
            assertThat(addresses.group(1)).matches("(data:image/|#).*");
        }
    }

    @Test
    void staysSmallAndHoldsChartJs() {
        assertThat(PAGE.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_500_000);
        assertThat(PAGE).contains("Chart.js v4");
        assertThat(ChartLibrary.source()).doesNotContain("</script");
    }

    @Test
    void jsonCannotEndItsScript() throws IOException {
        String json = Html.json(Map.of("a", "</script><!--"));

        assertThat(json).doesNotContain("<");
        assertThat(new ObjectMapper().readTree(json).get("a").asText()).isEqualTo("</script><!--");
    }

    @Test
    void chartsGetTheCurves() throws IOException {
        JsonNode data = chartData(PAGE);

        assertThat(data.get("epochs")).hasSize(22);
        assertThat(data.get("phaseStarts").toString()).isEqualTo("[0,8]");
        assertThat(data.get("best").asInt()).isEqualTo(21);
        assertThat(data.get("trainLoss").get(0).floatValue())
                .isEqualTo((float) HEALTHY.history().epochs().get(0).trainLoss());
        assertThat(data.get("baseline").asDouble()).isEqualTo(0.5);
        assertThat(data.get("roc").get(0).toString()).isEqualTo("[0.0,0.0,null]");
        assertThat(data.get("calibration")).isNotEmpty();
    }

    @Test
    void aTrainingWithoutAnythingStillMakesAPage() throws IOException {
        TrainingResult nothing = new TrainingResult(
                "nothing",
                Fixtures.CLASSES,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new History(List.of()),
                Evaluation.of(List.of(), 2, 1),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                new Provenance(Map.of()));
        String page = HtmlReport.render(nothing, ResultPictures.NONE);

        assertThat(text(page)).contains("No image was evaluated.").doesNotContain("NaN");
        assertThat(chartData(page).get("baseline").isNull()).isTrue();
    }

    @Test
    void longRocCurvesAreThinned() throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double p = (i + 0.5) / 4000;
            predictions.add(new Prediction(i + ".png", i % 2, List.of(1 - p, p)));
        }
        TrainingResult t = Fixtures.healthy();
        TrainingResult many = new TrainingResult(
                t.title(),
                t.classNames(),
                1,
                t.parts(),
                List.of(),
                List.of(),
                List.of(),
                t.history(),
                Evaluation.of(predictions, 2, 1),
                Optional.empty(),
                predictions,
                List.of(),
                List.of(),
                t.provenance());

        assertThat(many.validation().roc()).hasSizeGreaterThan(3000);
        JsonNode roc = chartData(HtmlReport.render(many, ResultPictures.NONE)).get("roc");
        assertThat(roc.size()).isBetween(250, 502);
        assertThat(roc.get(roc.size() - 1).get(0).asDouble()).isEqualTo(1);
    }

    private static JsonNode chartData(String page) throws IOException {
        String start = "id=\"chart-data\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    /** What a reader sees, with single spaces. */
    private static String text(String page) {
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script"));
        return body.replaceAll("<[^>]*>", " ")
                .replace("\u00a0", " ")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ");
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
