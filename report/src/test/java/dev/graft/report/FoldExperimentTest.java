package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.metrics.SelectionFigure;
import dev.graft.result.Numbers;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.SearchResult;
import dev.graft.search.SelectionVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of a search in folds. */
class FoldExperimentTest {
    private static final Experiment EXPERIMENT = FoldExperimentFixture.experiment();
    private static final String PAGE = ExperimentReport.render(EXPERIMENT, Set.of());
    private static final String TEXT = ExperimentReportTest.text(PAGE);
    private static final SelectionVerdict SELECTION =
            EXPERIMENT.result().selection().orElseThrow();

    @Test
    void theHeadlineSaysWhatTheChoiceIsWorth() {
        SelectionFigure figure = SELECTION.figure();

        assertThat(figure.naive()).isGreaterThan(figure.corrected());
        assertThat(TEXT)
                .contains("resnet50 won with " + Numbers.percent(figure.naive())
                        + " of 240 images right, each judged by a model that had not seen it. Chosen among 8"
                        + " configurations, that figure is too good; what such a choice is worth is "
                        + Numbers.percent(figure.corrected()) + " (95 % interval "
                        + Numbers.percentRange(figure.interval()) + " over 60 groups).")
                .contains(
                        "Every configuration is trained on the same 4 folds in 2 rounds. It was chosen by the accuracy of"
                                + " all folds together, in the mean over 2 passes, among 8 configurations. 3 of them were"
                                + " given up before the last fold, as unlikely to be as good as the best. 1 more"
                                + " lacks a fold and took no part.")
                .contains("the winner is chosen again in " + Numbers.percent(figure.stability()) + " of draws");
    }

    @Test
    void anotherMeasureIsToldInItsOwnWords() {
        Experiment experiment = FoldExperimentFixture.of("", Measure.of("log_likelihood"));
        SelectionFigure figure = experiment.result().selection().orElseThrow().figure();
        String page = ExperimentReportTest.text(ExperimentReport.render(experiment, Set.of()));

        assertThat(figure.naive()).isLessThan(figure.corrected());
        assertThat(page)
                .contains(" won with log loss " + Numbers.threeDigits(figure.naive()) + " on 240 images, each judged")
                .contains("that figure is too good; what such a choice is worth is "
                        + Numbers.threeDigits(figure.corrected()) + " (95 % interval ")
                .contains("as it is, less corrected "
                        + Numbers.threeDigits(
                                LuckSection.of(experiment).orElseThrow().gain()));
    }

    @Test
    void whereGroupsAreCountedNothingIsToldOfImages() {
        Experiment experiment = FoldExperimentFixture.of("", Measure.ACCURACY, SelectionVerdict.Unit.GROUP);
        SelectionFigure figure = experiment.result().selection().orElseThrow().figure();
        String page = ExperimentReportTest.text(ExperimentReport.render(experiment, Set.of()));

        assertThat(page)
                .contains(" won with " + Numbers.percent(figure.naive()) + " of 60 groups right, each judged")
                .contains(Numbers.percentRange(figure.interval()) + " over 60 groups).")
                .contains("of all folds together by group, each judged by the mean log odds of its images, in the mean")
                .contains(
                        "On groups drawn anew the winner",
                        "Means are by group, the first pass is told by image and by group.");
        Experiment.Winner third = experiment.winners().get(2);
        McNemarTest test = third.againstWinner().orElseThrow().test();
        Evaluation first = experiment.winners().get(0).byGroup().orElseThrow();
        assertThat(section(page, "Against the winner Parameters", "Best and worst"))
                .contains("; by group " + Numbers.percent(first.accuracy()) + " ("
                        + Numbers.percentRange(first.interval(Metric.ACCURACY)) + ")")
                .contains(test.firstOnly() + " : " + test.secondOnly() + " groups");
        assertThat(page)
                .contains("; by group, of 60: accuracy " + Numbers.percent(first.accuracy()) + ", ROC-AUC "
                        + Numbers.ratio(first.value(Metric.ROC_AUC)));
        assertThat(section(page, "How far luck reaches Of many", "The best of each backbone"))
                .contains("the winner's, of 60 groups, the mean of 2 passes", "on groups that took no part")
                .contains(
                        "repeated on groups drawn with replacement; the figure", "from the groups that were not drawn")
                .doesNotContain("images");
    }

    @Test
    void luckStandsWithEveryNumber() {
        SelectionFigure figure = SELECTION.figure();

        assertThat(section(TEXT, "How far luck reaches Of many", "The best of each backbone"))
                .contains("corrected, " + Numbers.percent(figure.corrected()))
                .contains(
                        "Accuracy as it is the winner's, of 240 images, the mean of 2 passes over them; it was chosen for it "
                                + Numbers.percent(figure.naive()))
                .contains("took no part in the choice " + Numbers.percent(figure.corrected()))
                .contains("over 60 groups " + Numbers.percentRange(figure.interval()))
                .contains("as it is, less corrected "
                        + Measure.ACCURACY.formatDifference(figure.naive() - figure.corrected()) + " points")
                .contains("of 400 draws choose the same configuration " + Numbers.percent(figure.stability()))
                .contains("with all their folds, among which the choice was repeated 5")
                .contains("Given up early unlikely to be as good as the best: 3 after fold 1 of round 1 3")
                .contains("Without all folds with a fold that failed or is not over; they take no part here 1")
                .contains("Folds 4 folds in 2 rounds; every configuration meets the same ones 8")
                .contains("BBC-CV: Tsamardinos");
    }

    @Test
    void thePictureHoldsTheFiguresWithinItsEnds() {
        LuckSection.Bar bar = LuckSection.of(EXPERIMENT).orElseThrow().bar().orElseThrow();
        double low = percent(bar.low());
        double corrected = percent(bar.corrected());

        assertThat(low).isBetween(0.0, 40.0);
        assertThat(corrected).isBetween(low, low + percent(bar.width()));
        assertThat(percent(bar.naive())).isBetween(corrected, 100.0);
        assertThat(low + percent(bar.width())).isLessThan(100);
    }

    private static double percent(String text) {
        return Double.parseDouble(text.replaceAll("[ %]", ""));
    }

    @Test
    void nothingSpeaksOfAValidationPartThatChoseOrOfASealedTestPart() {
        assertThat(TEXT)
                .doesNotContain("Chosen by the validation part", "unseen images right", "by which it was chosen")
                .doesNotContain("Figures of the validation part", "All trials see the same split", "Test accuracy")
                .doesNotContain(
                        "Validation accuracy",
                        "images of the test part",
                        "test images",
                        "over repeats",
                        "of its repeats",
                        "each repeat")
                .doesNotContain("With few images.")
                .contains("Out-of-fold accuracy Accuracy of the first pass Against the winner")
                .contains("Of 240 images, each by a model that had not seen it.")
                .contains(
                        "All configurations are trained on the same 4 folds in 2 rounds. These are the parts of fold ");
    }

    @Test
    void backbonesAreComparedOnTheImagesThatBothHave() {
        Experiment.Winner last = EXPERIMENT.winners().get(2);
        McNemarTest test = last.againstWinner().orElseThrow().test();
        Evaluation own = last.outOfFold().orElseThrow();

        assertThat(own.images()).isEqualTo(60);
        assertThat(section(TEXT, "Against the winner Parameters", "Best and worst"))
                .contains("8 trainings " + Numbers.percent(winner(0).accuracy()))
                .contains("1 of 8 trainings, given up " + Numbers.percent(own.accuracy()) + " ")
                .contains(test.firstOnly() + " : " + test.secondOnly() + " images")
                .contains("of a configuration that was given up, the images of its folds");
        assertThat(section(TEXT, "How the best ones classify", "Trial by trial"))
                .contains("240 images: accuracy " + Numbers.percent(winner(0).accuracy()))
                .contains("60 images: accuracy " + Numbers.percent(own.accuracy()));
    }

    private static Evaluation winner(int rank) {
        return EXPERIMENT.winners().get(rank).outOfFold().orElseThrow();
    }

    @Test
    void whatWasGivenUpIsNotCalledOpen() {
        assertThat(TEXT)
                .doesNotContain("not over: waiting")
                .contains("1 trial failed; a configuration without one of its folds stands behind those that have all.")
                .contains("45 done, 1 failed, 26 given up")
                .contains("9 trials overfitted");
    }

    @Test
    void withoutAnyConfigurationThatHasAllFoldsNothingIsCorrected() {
        SearchResult r = EXPERIMENT.result();
        Experiment early = new Experiment(
                "early",
                new SearchResult(
                        r.measure(),
                        r.trials(),
                        r.states(),
                        r.ranking().subList(6, 9),
                        r.failed(),
                        Optional.empty(),
                        Optional.empty(),
                        r.cutShort()),
                List.of(new Experiment.Winner(
                        0,
                        EXPERIMENT.winners().get(2).result(),
                        EXPERIMENT.winners().get(2).outOfFold(),
                        Optional.empty(),
                        Optional.empty())),
                List.of(),
                EXPERIMENT.provenance());

        assertThat(ExperimentReportTest.text(ExperimentReport.render(early, Set.of())))
                .contains("No configuration has all its folds. simple-cnn leads with ")
                .contains("of 60 images right, each judged by a model that had not seen it.")
                .contains("Expect less.")
                .contains("Its settings: learning rate ", "It is ahead by the accuracy of all folds together, among 3")
                .contains("Accuracy of the best so far (out-of-fold)")
                .doesNotContain("It was chosen", "How far luck reaches", "corrected,");
    }

    @Test
    void eachTrialSaysItsFold() throws IOException {
        JsonNode trials = ExperimentReportTest.data(PAGE).get("trials");

        assertThat(trials.get("fold").toString()).startsWith("[1,2,3,4,1,2,3,4,1,");
        assertThat(trials.get("round").toString()).startsWith("[1,1,1,1,2,2,2,2,1,");
        assertThat(trials.at("/status/71").asText()).isEqualTo("given up");
        double unseen = EXPERIMENT
                .scores(EXPERIMENT.result().trials().get(0))
                .orElseThrow()
                .outOfFold()
                .accuracy();
        assertThat(trials.at("/accuracy/0").floatValue()).isEqualTo((float) unseen);
        assertThat(section(TEXT, "Diagnosis of every trial", "Data"))
                .contains("resnet50, learning rate 0.01, fold 1 of round 1");
        assertThat(ExperimentReportTest.data(ExperimentFixture.page(ExperimentFixture.nothing()))
                        .get("trials")
                        .has("fold"))
                .isFalse();
    }

    @Test
    void aBrowserShowsFolds(@TempDir Path folder) throws IOException, InterruptedException {
        String look = "const texts = s => [...document.querySelectorAll(s)].map(e => e.textContent);"
                + "return {folds: texts('#trial-table tbody [data-column=\"fold\"]'),"
                + " rounds: texts('#trial-table tbody [data-column=\"round\"]'),"
                + " statuses: texts('#filters option'),"
                + " heads: texts('#repeat-table thead th'),"
                + " lines: Chart.getChart('curve-chart').data.datasets.map(d => d.label),"
                + " rocs: Chart.getChart('winner-roc').data.datasets.length,"
                + " luck: document.querySelector('.luck .point').getBoundingClientRect().left"
                + " < document.querySelector('.luck .range .naive').getBoundingClientRect().left,"
                + " wide: document.documentElement.scrollWidth - document.documentElement.clientWidth};";

        HeadlessChromium.Visit visit = HeadlessChromium.orSkip().visit(PAGE, look, 1200, folder);
        JsonNode seen = visit.seen();

        assertThat(visit.complaints()).isEmpty();
        assertThat(seen.path("error").asText()).isEmpty();
        assertThat(strings(seen.get("folds"))).hasSize(50).contains("1", "4");
        assertThat(strings(seen.get("rounds"))).containsOnly("1", "2");
        assertThat(strings(seen.get("statuses"))).contains("given up", "failed");
        assertThat(strings(seen.get("heads"))).contains("Trainings");
        assertThat(strings(seen.get("lines"))).allMatch(line -> line.matches(".* · fold [1-4] of round [12]"));
        assertThat(seen.get("rocs").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(seen.get("luck").asBoolean()).isTrue();
        assertThat(seen.get("wide").asInt()).isZero();
    }

    private static List<String> strings(JsonNode array) {
        return new ObjectMapper().convertValue(array, new TypeReference<>() {});
    }

    private static String section(String text, String from, String to) {
        int start = text.indexOf(from);
        return text.substring(start, text.indexOf(to, start));
    }
}
