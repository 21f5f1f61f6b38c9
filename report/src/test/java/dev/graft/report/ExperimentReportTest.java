package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.HolmAdjustment;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.TrainingResult;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.CutShort;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.ScoredTrial;
import dev.graft.search.SearchResult;
import dev.graft.search.SelectionVerdict.Unit;
import dev.graft.search.TestVerdict;
import dev.graft.search.Trial;
import dev.graft.search.TrialScores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExperimentReportTest {
    private static final Experiment EXPERIMENT = ExperimentFixture.reference();
    private static final String PAGE = ExperimentFixture.page(EXPERIMENT);
    private static final String HOSTILE = "<script>alert(1)</script> & \"double\" 'single' {{title}} $1 \\";

    @Test
    void theVerdictNamesTheWinnerWithItsIntervalAndComparesIt() {
        Evaluation test = EXPERIMENT.winners().get(0).result().test().orElseThrow();
        TestVerdict verdict = EXPERIMENT.comparison().orElseThrow();
        Figures second = verdict.runnerUpScores().orElseThrow();
        McNemarTest comparison = verdict.comparison().orElseThrow().test();

        assertThat(text(PAGE))
                .contains("resnet50 won with " + Numbers.percent(test.accuracy()) + " of 200 unseen images right"
                        + " (95 % interval " + Numbers.percentRange(test.interval(Metric.ACCURACY)) + ")")
                .contains("among 146 configurations in 292 trials")
                .contains("has " + Numbers.percent(second.accuracy()) + " of the test images right")
                .contains(comparison.firstOnly() + " images only the winner got right, " + comparison.secondOnly()
                        + " only the runner-up")
                .contains("with probability " + ExperimentVerdict.probability(comparison.pValue()));
    }

    @Test
    void theLeadIsCalledWhatThePairedTestSays() {
        assertThat(sentence(McNemarTest.of(12, 9))).endsWith("; its lead over the runner-up may be luck.");
        assertThat(sentence(McNemarTest.of(22, 4))).endsWith("; its lead over the runner-up is unlikely to be luck.");
        assertThat(sentence(McNemarTest.of(7, 7))).endsWith("; on the same images the runner-up is as good.");
        assertThat(sentence(McNemarTest.of(5, 8))).endsWith("; on the same images it does not lead.");
        assertThat(sentence(McNemarTest.of(4, 22))).endsWith("; on the same images the runner-up is better.");
        assertThat(sentence(McNemarTest.of(4, 22), Unit.GROUP))
                .endsWith("; on the same groups the runner-up is better.");
    }

    private static String sentence(McNemarTest test) {
        return sentence(test, Unit.IMAGE);
    }

    private static String sentence(McNemarTest test, Unit counted) {
        TestVerdict v = EXPERIMENT.comparison().orElseThrow();
        TestVerdict other = new TestVerdict(
                v.chosen(),
                v.scores(),
                v.meanAccuracy(),
                v.deviation(),
                v.runnerUp(),
                v.runnerUpScores(),
                v.byGroup(),
                Optional.of(new PairedComparison(test, counted)));
        Experiment experiment = with(EXPERIMENT.winners(), Optional.of(other));
        return ExperimentVerdict.of(experiment, new ExperimentValues(experiment, Set.of()))
                .sentence();
    }

    @Test
    void whereGroupsAreKnownTheWinnerIsToldByGroupToo() {
        Experiment.Winner winner = EXPERIMENT.winners().get(0);
        Evaluation groups = Fixtures.grouped().byGroup().orElseThrow().test().orElseThrow();
        Experiment grouped = with(
                List.of(new Experiment.Winner(
                        0, winner.result(), Optional.empty(), Optional.of(groups), Optional.empty())),
                Optional.empty());

        assertThat(text(ExperimentReport.render(grouped, Set.of())))
                .contains(") and 100.0 % of 12 groups (75.8–100.0 %).")
                .contains("Accuracy by group 100.0 % of 12 groups, 95 % interval 75.8–100.0 %")
                .contains("; by group 100.0 % (75.8–100.0 %)")
                .contains("; by group, of 12: accuracy 100.0 %, ROC-AUC 1.000");
    }

    @Test
    void withoutATestPartTheVerdictWarns() {
        TrainingResult r = EXPERIMENT.winners().get(0).result();
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

        assertThat(text(ExperimentFixture.page(
                        with(List.of(new Experiment.Winner(0, open, Optional.empty())), Optional.empty()))))
                .contains("of 200 validation images right")
                .contains("by which it was chosen")
                .contains("expect less")
                .contains("Validation accuracy")
                .doesNotContain("unseen");
    }

    @Test
    void theBestOfEachBackboneStandsWithItsNumbers() {
        String page = text(PAGE);

        assertThat(EXPERIMENT.winners()).hasSize(6);
        for (Experiment.Winner winner : EXPERIMENT.winners()) {
            ConfigurationResult c = EXPERIMENT.result().ranking().get(winner.rank());
            TrialScores scores = EXPERIMENT.chosen(c).scores();
            Evaluation test = winner.result().test().orElseThrow();
            String row = page.substring(page.indexOf(
                    ExperimentValues.category(EXPERIMENT.chosen(c).trial()) + " weights ",
                    page.indexOf("Against the winner Parameters")));
            row = row.substring(0, 420);
            assertThat(row)
                    .contains(Numbers.percent(c.mean()) + " ± " + Measure.ACCURACY.formatDifference(c.deviation()))
                    .contains(Numbers.percent(test.accuracy()))
                    .contains(Numbers.percentRange(test.interval(Metric.ACCURACY)))
                    .contains(
                            Numbers.compact(scores.parameters()) + " " + Numbers.compact(scores.trainableParameters()));
        }
    }

    @Test
    void theWorstIsAmongThoseWhoseRepeatsAreAllDone() {
        List<ConfigurationResult> ofVgg = EXPERIMENT.result().ranking().stream()
                .filter(c ->
                        ExperimentValues.category(EXPERIMENT.chosen(c).trial()).equals("vgg19"))
                .toList();
        Experiment experiment = with(
                List.of(
                        configuration(ofVgg.get(0), true, 0.91),
                        configuration(ofVgg.get(1), true, 0.72),
                        configuration(ofVgg.get(2), false, 0.33)),
                List.of(EXPERIMENT.winners().get(0)),
                Optional.empty());
        String page = text(ExperimentFixture.page(experiment));
        String row = page.substring(page.indexOf("vgg19", page.indexOf("Difference Configurations")));

        assertThat(row.substring(0, row.indexOf("All trials")))
                .contains("91.0 %", "72.0 %", "19.0 points 3")
                .doesNotContain("33.0 %");
    }

    @Test
    void theWorstOfEqualOnesIsNotTheBestItself() {
        List<ConfigurationResult> ofVgg = EXPERIMENT.result().ranking().stream()
                .filter(c ->
                        ExperimentValues.category(EXPERIMENT.chosen(c).trial()).equals("vgg19"))
                .toList();
        Experiment experiment = with(
                List.of(configuration(ofVgg.get(0), true, 0.91), configuration(ofVgg.get(1), true, 0.91)),
                List.of(EXPERIMENT.winners().get(0)),
                Optional.empty());
        String page = text(ExperimentFixture.page(experiment));
        String row = page.substring(page.indexOf("vgg19", page.indexOf("Difference Configurations")));

        assertThat(row.substring(0, row.indexOf("All trials"))).contains("0.0 points 2");
    }

    @Test
    void everyTrialHasItsDiagnosis() {
        String page = text(PAGE);
        String table = page.substring(page.indexOf("Diagnosis of every trial"));
        Trial best = EXPERIMENT.result().ranking().get(0).repeats().get(0).trial();
        Trial troubled = EXPERIMENT.result().ranking().stream()
                .limit(20)
                .flatMap(c -> c.repeats().stream())
                .map(ScoredTrial::trial)
                .filter(t -> ExperimentFindings.kinds(EXPERIMENT, t).stream().anyMatch(kind -> !kind.ofTheData()))
                .findFirst()
                .orElseThrow();
        String sentence = EXPERIMENT.scores(troubled).orElseThrow().findings().stream()
                .filter(f -> !f.kind().ofTheData())
                .map(Finding::sentence)
                .findFirst()
                .orElseThrow();

        assertThat(table)
                .contains("Trial Settings What was found " + best.address().shortForm())
                .contains(troubled.address().shortForm())
                .contains(sentence)
                .contains("The best 200 of 286 trials.");
        assertThat(PAGE.substring(PAGE.indexOf("Diagnosis of every trial")).split("<tr><th scope=\"row\">", -1))
                .hasSizeGreaterThan(200);
    }

    private static ConfigurationResult configuration(ConfigurationResult c, boolean complete, double mean) {
        return new ConfigurationResult(
                c.repeats(), c.planned(), complete, mean, c.deviation(), c.lowest(), c.highest(), c.meanLogLoss());
    }

    @Test
    void findingsAreCountedAndNamedByWhatTheyShare() {
        long collapsed = EXPERIMENT.result().trials().stream()
                .filter(t -> ExperimentFindings.kinds(EXPERIMENT, t).contains(FindingKind.COLLAPSED))
                .count();

        assertThat(text(PAGE))
                .contains("2 trials are not over")
                .contains("4 trials failed")
                .contains(collapsed + " trials collapsed: every validation image got the same class. 16 of them had"
                        + " unfrozen layers 20.")
                .contains("OutOfMemoryError: 1,234 MiB were wanted")
                .contains("Cells that are the same training and were run once (18)")
                .contains("unfrozen layers 0/3")
                .contains("The same in all trials: head average pooling, dropout 0.2, batch norm inference, ")
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
            Optional<TrialScores> scores =
                    EXPERIMENT.scores(EXPERIMENT.result().trials().get(i));
            JsonNode accuracy = data.at("/trials/accuracy/" + i);
            assertThat(accuracy.isNull()).isEqualTo(scores.isEmpty());
            scores.ifPresent(s -> assertThat(accuracy.floatValue())
                    .isEqualTo((float) s.validation().accuracy()));
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
        String page = ExperimentFixture.page(ExperimentFixture.hostile(HOSTILE));

        assertThat(page).doesNotContain("<script>alert");
        assertThat(count(page, "<summary>")).isEqualTo(count(page, "<details>")).isPositive();
        assertThat(count(page, "<script")).isEqualTo(count(PAGE, "<script"));
        assertThat(count(page, "</script>")).isEqualTo(count(PAGE, "</script>"));
    }

    @Test
    void equalInputGivesEqualText() {
        assertThat(ExperimentFixture.page(ExperimentFixture.reference())).isEqualTo(PAGE);
    }

    @Test
    void anExperimentWithoutResultsStillMakesAPage() throws IOException {
        String page = ExperimentFixture.page(ExperimentFixture.nothing());

        assertThat(text(page)).contains("No trial has a result yet.").doesNotContain("NaN");
        assertThat(data(page).at("/trials/accuracy").toString()).isEqualTo("[null]");
        assertThat(data(page).get("measure").asText()).isEqualTo("logLoss");
    }

    @Test
    void pagesOfManyTrialsStaySmall() throws IOException {
        String thousand = ExperimentFixture.page(ExperimentFixture.large(1000));
        String tenThousand = ExperimentFixture.page(ExperimentFixture.large(10_000));

        assertThat(thousand.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
        assertThat(tenThousand.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(10_000_000);
        assertThat(data(tenThousand).at("/trials/address")).hasSize(10_000);
    }

    @Test
    void aWinnerOutsideTheRankingIsRefused() {
        TrainingResult result = EXPERIMENT.winners().get(0).result();

        assertThatThrownBy(() -> with(List.of(new Experiment.Winner(146, result, Optional.empty())), Optional.empty()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("winner at rank 146, expected 0 to 145");
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

    @Test
    void aSearchThatWasCutShortSaysSoFirst() {
        SearchResult r = EXPERIMENT.result();
        Experiment cut = new Experiment(
                EXPERIMENT.title(),
                new SearchResult(
                        r.measure(),
                        r.trials(),
                        r.states(),
                        r.ranking(),
                        r.failed(),
                        r.verdict(),
                        r.selection(),
                        Optional.of(new CutShort(1, 1500))),
                EXPERIMENT.winners(),
                List.of(),
                EXPERIMENT.provenance());
        String sentence = "The search was cut short when its time was over: 1 of at most 1,500 trials is done."
                + " The same call goes on.";

        assertThat(ExperimentReport.render(cut, Set.of())).contains("<p class=\"context\">" + sentence);
        assertThat(ExperimentReport.render(EXPERIMENT, Set.of())).doesNotContain("cut short");
    }

    private static Experiment with(List<Experiment.Winner> winners, Optional<TestVerdict> second) {
        return with(EXPERIMENT.result().ranking(), winners, second);
    }

    private static Experiment with(
            List<ConfigurationResult> ranking, List<Experiment.Winner> winners, Optional<TestVerdict> second) {
        SearchResult r = EXPERIMENT.result();
        return new Experiment(
                EXPERIMENT.title(),
                new SearchResult(
                        r.measure(),
                        r.trials(),
                        r.states(),
                        ranking,
                        r.failed(),
                        second,
                        Optional.empty(),
                        r.cutShort()),
                winners,
                List.of(),
                EXPERIMENT.provenance());
    }

    static JsonNode data(String page) throws IOException {
        String start = "id=\"experiment-data\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    /** What a reader sees without the script, with single spaces. */
    static String text(String page) {
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
