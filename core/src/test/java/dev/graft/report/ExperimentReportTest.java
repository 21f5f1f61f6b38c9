package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExperimentReportTest {
    private static final ExperimentSummary SUMMARY = ExperimentFixture.reference();
    private static final String PAGE = ExperimentReport.render(SUMMARY);
    private static final String HOSTILE = "<script>alert(1)</script> & \"double\" 'single' {{title}} $1 \\";

    @Test
    void theVerdictNamesTheWinnerWithItsIntervalAndComparesIt() {
        Evaluation test = SUMMARY.winners().get(0).result().test().orElseThrow();
        ExperimentRunnerUp second = SUMMARY.runnerUp().orElseThrow();

        assertThat(text(PAGE))
                .contains("resnet50 won with " + Numbers.percent(test.accuracy()) + " of 200 unseen images right"
                        + " (95 % interval " + Numbers.percentRange(test.accuracyLow(), test.accuracyHigh()) + ")")
                .contains("among 146 configurations in 292 trials")
                .contains("has " + Numbers.percent(second.accuracy()) + " of the test images right")
                .contains(second.comparison().firstOnly() + " images only the winner got right, "
                        + second.comparison().secondOnly() + " only the runner-up")
                .contains("with probability "
                        + ExperimentVerdict.probability(second.comparison().pValue()));
    }

    @Test
    void theLeadIsCalledWhatThePairedTestSays() {
        assertThat(sentence(McNemarTest.of(12, 9))).endsWith("; its lead over the runner-up may be luck.");
        assertThat(sentence(McNemarTest.of(22, 4))).endsWith("; its lead over the runner-up is unlikely to be luck.");
        assertThat(sentence(McNemarTest.of(7, 7))).endsWith("; on the same images the runner-up is as good.");
        assertThat(sentence(McNemarTest.of(5, 8))).endsWith("; on the same images it does not lead.");
        assertThat(sentence(McNemarTest.of(4, 22))).endsWith("; on the same images the runner-up is better.");
    }

    private static String sentence(McNemarTest test) {
        ExperimentSummary summary = with(SUMMARY.winners(), Optional.of(new ExperimentRunnerUp(0.9, 0.85, 0.94, test)));
        return ExperimentVerdict.of(summary, new ExperimentValues(summary)).sentence();
    }

    @Test
    void withoutATestPartTheVerdictWarns() {
        TrainingResult r = SUMMARY.winners().get(0).result();
        TrainingResult open = new TrainingResult(
                r.title(),
                r.classNames(),
                1,
                r.parts(),
                r.splitGuarantees(),
                r.splitWarnings(),
                r.unreadable(),
                r.history(),
                r.validation(),
                Optional.empty(),
                r.validationPredictions(),
                List.of(),
                List.of(),
                r.provenance());

        assertThat(text(ExperimentReport.render(
                        with(List.of(new ExperimentWinner(0, open, Optional.empty())), Optional.empty()))))
                .contains("of 200 validation images right")
                .contains("by which it was chosen")
                .contains("expect less")
                .contains("Validation accuracy")
                .doesNotContain("unseen");
    }

    @Test
    void theBestOfEachBackboneStandsWithItsNumbers() {
        String page = text(PAGE);

        assertThat(SUMMARY.winners()).hasSize(6);
        for (ExperimentWinner winner : SUMMARY.winners()) {
            ExperimentConfiguration c = SUMMARY.ranking().get(winner.configuration());
            ExperimentScores scores = SUMMARY.scores(c);
            Evaluation test = winner.result().test().orElseThrow();
            String row = page.substring(page.indexOf(
                    SUMMARY.category(SUMMARY.chosen(c)) + " weights ", page.indexOf("Against the winner Parameters")));
            row = row.substring(0, 420);
            assertThat(row)
                    .contains(Numbers.percent(c.mean()) + " ± "
                            + ExperimentMeasure.ACCURACY.formatDifference(c.deviation()))
                    .contains(Numbers.percent(test.accuracy()))
                    .contains(Numbers.percentRange(test.accuracyLow(), test.accuracyHigh()))
                    .contains(
                            Numbers.compact(scores.parameters()) + " " + Numbers.compact(scores.trainableParameters()));
        }
    }

    @Test
    void theWorstIsAmongThoseWhoseRepeatsAreAllDone() {
        List<ExperimentConfiguration> ofVgg = SUMMARY.ranking().stream()
                .filter(c -> SUMMARY.category(SUMMARY.chosen(c)).equals("vgg19"))
                .toList();
        ExperimentSummary summary = with(
                List.of(
                        configuration(ofVgg.get(0), true, 0.91),
                        configuration(ofVgg.get(1), true, 0.72),
                        configuration(ofVgg.get(2), false, 0.33)),
                List.of(SUMMARY.winners().get(0)),
                Optional.empty());
        String page = text(ExperimentReport.render(summary));
        String row = page.substring(page.indexOf("vgg19", page.indexOf("Difference Configurations")));

        assertThat(row.substring(0, row.indexOf("All trials")))
                .contains("91.0 %", "72.0 %", "19.0 points 3")
                .doesNotContain("33.0 %");
    }

    @Test
    void theWorstOfEqualOnesIsNotTheBestItself() {
        List<ExperimentConfiguration> ofVgg = SUMMARY.ranking().stream()
                .filter(c -> SUMMARY.category(SUMMARY.chosen(c)).equals("vgg19"))
                .toList();
        ExperimentSummary summary = with(
                List.of(configuration(ofVgg.get(0), true, 0.91), configuration(ofVgg.get(1), true, 0.91)),
                List.of(SUMMARY.winners().get(0)),
                Optional.empty());
        String page = text(ExperimentReport.render(summary));
        String row = page.substring(page.indexOf("vgg19", page.indexOf("Difference Configurations")));

        assertThat(row.substring(0, row.indexOf("All trials"))).contains("0.0 points 2");
    }

    @Test
    void everyTrialHasItsDiagnosis() {
        String page = text(PAGE);
        String table = page.substring(page.indexOf("Diagnosis of every trial"));
        ExperimentTrial best =
                SUMMARY.trials().get(SUMMARY.ranking().get(0).trials().get(0));
        ExperimentTrial troubled = SUMMARY.ranking().stream()
                .limit(20)
                .flatMap(c -> c.trials().stream())
                .map(SUMMARY.trials()::get)
                .filter(t -> ExperimentFindings.kinds(t).stream().anyMatch(kind -> !kind.ofTheData()))
                .findFirst()
                .orElseThrow();
        String sentence = troubled.scores().orElseThrow().findings().stream()
                .filter(f -> !f.kind().ofTheData())
                .map(Finding::sentence)
                .findFirst()
                .orElseThrow();

        assertThat(table)
                .contains("Trial Settings What was found " + best.shortAddress())
                .contains(troubled.shortAddress())
                .contains(sentence)
                .contains("The best 200 of 286 trials.");
        assertThat(PAGE.substring(PAGE.indexOf("Diagnosis of every trial")).split("<tr><th scope=\"row\">", -1))
                .hasSizeGreaterThan(200);
    }

    private static ExperimentConfiguration configuration(ExperimentConfiguration c, boolean complete, double mean) {
        return new ExperimentConfiguration(
                c.trials(), c.chosen(), c.planned(), complete, mean, c.deviation(), c.lowest(), c.highest());
    }

    @Test
    void findingsAreCountedAndNamedByWhatTheyShare() {
        long collapsed = SUMMARY.trials().stream()
                .filter(t -> ExperimentFindings.kinds(t).contains(FindingKind.COLLAPSED))
                .count();

        assertThat(text(PAGE))
                .contains("2 trials are not over")
                .contains("4 trials failed")
                .contains(collapsed + " trials collapsed: every validation image got the same class. 16 of them had"
                        + " unfrozen layers 20.")
                .contains("OutOfMemoryError: 1,234 MiB were wanted")
                .contains("Cells that are the same training and were run once (18)")
                .contains("unfrozen layers 0/3")
                .contains("The same in all trials: head reference.")
                .contains("What the winner looks at")
                .contains("286 done, 4 failed, for 310 cells");
    }

    @Test
    void theScriptGetsEveryTrial() throws IOException {
        JsonNode data = data(PAGE);

        assertThat(data.at("/trials/address")).hasSize(292);
        assertThat(data.get("cells")).hasSize(310);
        assertThat(data.get("configurations")).hasSize(146);
        assertThat(data.get("winners")).hasSize(6);
        assertThat(data.get("axes").findValuesAsText("id"))
                .containsExactly(
                        "backbone",
                        "weights",
                        "unfrozen",
                        "optimizer",
                        "learningRate",
                        "augmentation",
                        "preprocessing",
                        "seed");
        assertThat(data.at("/axes/2/values").toString()).isEqualTo("[\"0\",\"3\",\"12\",\"20\",\"all\"]");
        for (int i = 0; i < 292; i++) {
            Optional<ExperimentScores> scores = SUMMARY.trials().get(i).scores();
            JsonNode accuracy = data.at("/trials/accuracy/" + i);
            assertThat(accuracy.isNull()).isEqualTo(scores.isEmpty());
            scores.ifPresent(s -> assertThat(accuracy.floatValue()).isEqualTo((float) s.accuracy()));
            assertThat(data.at("/trials/losses/" + i).size())
                    .isEqualTo(scores.map(s -> s.course().size()).orElse(0));
        }
    }

    @Test
    void nobodyCanChooseByTheTestPart() throws IOException {
        assertThat(data(PAGE).at("/trials").fieldNames())
                .toIterable()
                .isNotEmpty()
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("test"));
    }

    @Test
    void loadsNothingFromElsewhere() {
        String own = PAGE.replace(ChartLibrary.source(), "");

        assertThat(own).doesNotContain("http://", "https://", "url(", "@import", "<link", "<iframe");
        assertThat(PAGE).doesNotContain("sourceMappingURL").contains("default-src 'none'");
        Matcher addresses = Pattern.compile("\\s(?:src|href)\\s*=\\s*[\"']?([^\"'\\s>]{0,12})")
                .matcher(PAGE.substring(0, PAGE.indexOf("experiment-data")));
        while (addresses.find()) {
            assertThat(addresses.group(1)).matches("(data:image/|#|trials/).*");
        }
    }

    @Test
    void escapesEveryText() {
        String page = ExperimentReport.render(ExperimentFixture.hostile(HOSTILE));

        assertThat(page).doesNotContain("<script>alert");
        assertThat(count(page, "<script")).isEqualTo(count(PAGE, "<script"));
        assertThat(count(page, "</script>")).isEqualTo(count(PAGE, "</script>"));
    }

    @Test
    void equalInputGivesEqualText() {
        assertThat(ExperimentReport.render(ExperimentFixture.reference())).isEqualTo(PAGE);
    }

    @Test
    void anExperimentWithoutResultsStillMakesAPage() throws IOException {
        String page = ExperimentReport.render(ExperimentFixture.nothing());

        assertThat(text(page)).contains("No trial has a result yet.").doesNotContain("NaN");
        assertThat(data(page).at("/trials/accuracy").toString()).isEqualTo("[null]");
        assertThat(data(page).get("measure").asText()).isEqualTo("logLoss");
    }

    @Test
    void pagesOfManyTrialsStaySmall() throws IOException {
        String thousand = ExperimentReport.render(ExperimentFixture.large(1000));
        String tenThousand = ExperimentReport.render(ExperimentFixture.large(10_000));

        assertThat(thousand.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
        assertThat(tenThousand.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(10_000_000);
        assertThat(data(tenThousand).at("/trials/address")).hasSize(10_000);
    }

    @Test
    void mistakesOfTheCallerAreNamed() {
        ExperimentTrial trial = SUMMARY.trials().get(0);

        assertThatThrownBy(() -> new ExperimentSummary(
                        "t",
                        ExperimentMeasure.ACCURACY,
                        ExperimentFixture.AXES.subList(0, 2),
                        List.of(trial),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        new Provenance(Map.of())))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("expected at least one with 2 values");
        assertThatThrownBy(() -> with(
                        List.of(new ExperimentWinner(
                                146, SUMMARY.winners().get(0).result(), Optional.empty())),
                        Optional.empty()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("winner's configuration at position 146, expected 0 to 145");
    }

    @Test
    void probabilitiesOfSeveralTestsAreCorrectedAsInR() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        assertThat(HolmAdjustment.of(List.of(
                                Optional.empty(),
                                Optional.of(0.01),
                                Optional.of(0.04),
                                Optional.of(0.03),
                                Optional.of(0.005)))
                        .stream()
                        .map(p -> p.map(value -> Math.round(value * 1e9) / 1e9).orElse(-1.0)))
                .containsExactly(-1.0, 0.03, 0.06, 0.06, 0.02);
        assertThat(HolmAdjustment.of(List.of(Optional.of(0.9), Optional.of(0.6))))
                .containsExactly(Optional.of(1.0), Optional.of(1.0));
    }

    private static ExperimentSummary with(List<ExperimentWinner> winners, Optional<ExperimentRunnerUp> second) {
        return with(SUMMARY.ranking(), winners, second);
    }

    private static ExperimentSummary with(
            List<ExperimentConfiguration> ranking,
            List<ExperimentWinner> winners,
            Optional<ExperimentRunnerUp> second) {
        return new ExperimentSummary(
                SUMMARY.title(),
                SUMMARY.measure(),
                SUMMARY.axes(),
                SUMMARY.trials(),
                ranking,
                winners,
                second,
                List.of(),
                SUMMARY.provenance());
    }

    private static JsonNode data(String page) throws IOException {
        String start = "id=\"experiment-data\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    /** What a reader sees without the script, with single spaces. */
    private static String text(String page) {
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script"));
        return body.replaceAll("<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ");
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
