package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import dev.graft.metrics.Figures;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Severity;
import dev.graft.result.TrainingResult;
import dev.graft.search.SelectionVerdict.Unit;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are shown of trials that nobody trained. */
class ExperimentTest {
    @TempDir
    Path folder;

    private Path directory;
    private SearchResult result;
    private Experiment experiment;

    /** Of two images that both networks see the plain one names both, if its rate is high, and the tiny one the first. */
    private static TrainingResult trained(Trial trial, List<EpochRecord> epochs) {
        boolean plain = Axis.BACKBONE.of(trial.cells().get(0)).equals("plain");
        boolean second = plain && PretendingExecutor.rate(trial) > 0.1;
        List<Prediction> answers = List.of(
                new Prediction("a.png", 0, List.of(0.75, 0.25)),
                new Prediction("b.png", 1, second ? List.of(0.25, 0.75) : List.of(0.75, 0.25)));
        return SyntheticLedger.result(epochs, answers, answers, plain ? findings(second) : List.of());
    }

    private static List<Finding> findings(boolean winner) {
        Finding rate = finding(FindingKind.RATE_TOO_HIGH, "The learning rate looks too high.");
        return winner
                ? List.of(rate)
                : List.of(
                        rate,
                        finding(FindingKind.OVERFITTED, "Overfitting: much."),
                        finding(FindingKind.OVERFITTED, "Overfitting: more."),
                        finding(FindingKind.FEW_IMAGES, "With few images."),
                        Finding.remark(Severity.NOTE, "By the way."));
    }

    private static Finding finding(FindingKind kind, String sentence) {
        return new Finding(kind, Severity.WARNING, Map.of(), sentence);
    }

    @BeforeEach
    void search() {
        directory = folder.resolve("photos");
        PretendingExecutor executor = new PretendingExecutor();
        executor.result = ExperimentTest::trained;
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny", "plain")
                .learningRates(0.1, 0.2)
                .epochs(2)
                .build();
        result = new GridSearch(
                        SearchFixture.tools(),
                        executor,
                        SearchFixture.data(TinyPictures.write(folder.resolve("p"), 12)))
                .space(space)
                .run(directory);
        experiment = SearchReport.of(Ledger.read(directory)).experiment(result);
    }

    @Test
    void theBestOfEachBackboneIsComparedWithTheWinner() {
        assertThat(experiment.winners()).hasSize(2);
        Experiment.Winner first = experiment.winners().get(0);
        Experiment.Winner second = experiment.winners().get(1);

        assertThat(PretendingExecutor.rate(experiment.chosen(first).trial())).isEqualTo(0.2);
        assertThat(first.rank()).isZero();
        assertThat(first.againstWinner()).isEmpty();
        assertThat(Axis.BACKBONE.of(experiment.chosen(second).trial().cells().get(0)))
                .isEqualTo("tiny");
        assertThat(second.result().validation().accuracy()).isEqualTo(0.5);
        assertThat(second.againstWinner()).contains(new PairedComparison(McNemarTest.of(1, 0), Unit.IMAGE));
    }

    @Test
    void theTestPartSaysHowTheWinnerAndTheRunnerUpDo() {
        TestVerdict verdict = result.verdict().orElseThrow();

        assertThat(verdict.chosen().trial())
                .isEqualTo(experiment.chosen(experiment.winners().get(0)).trial());
        assertThat(verdict.scores().accuracy()).isEqualTo(1);
        assertThat(verdict.meanAccuracy()).isEqualTo(1);
        assertThat(verdict.deviation()).isNaN();
        assertThat(verdict.runnerUp())
                .map(ScoredTrial::trial)
                .contains(result.ranking().get(1).repeats().get(0).trial());
        assertThat(verdict.runnerUpScores()).map(Figures::accuracy).contains(0.5);
        assertThat(verdict.comparison()).contains(new PairedComparison(McNemarTest.of(1, 0), Unit.IMAGE));
        assertThat(experiment.comparison()).contains(verdict);
    }

    /** The image of another patient apart, the two images of each of two patients are answered alike. */
    private static TrainingResult grouped(Trial trial, List<EpochRecord> epochs) {
        double right = PretendingExecutor.rate(trial) > 0.1 ? 0.75 : 0.25;
        List<Prediction> answers = List.of(
                new Prediction("a1.png", 0, List.of(0.75, 0.25)),
                new Prediction("a2.png", 0, List.of(0.75, 0.25)),
                new Prediction("b1.png", 1, List.of(1 - right, right)),
                new Prediction("b2.png", 1, List.of(1 - right, right)),
                new Prediction("c.png", 1, List.of(0.25, 0.75)));
        return SyntheticLedger.grouped(
                SyntheticLedger.result(epochs, answers, answers, List.of()),
                Map.of("a1.png", "a", "a2.png", "a", "b1.png", "b", "b2.png", "b", "c.png", "c"));
    }

    @Test
    void whereGroupsAreKnownTheWinnerIsToldAndComparedByGroup() throws IOException {
        Path ledger = folder.resolve("grouped");
        PretendingExecutor executor = new PretendingExecutor();
        executor.result = ExperimentTest::grouped;
        SearchResult found = new GridSearch(
                        SearchFixture.tools(),
                        executor,
                        SearchFixture.data(TinyPictures.write(folder.resolve("g"), 12)))
                .space(SearchSpace.builder()
                        .backbones("tiny", "plain")
                        .learningRates(0.1, 0.2)
                        .epochs(2)
                        .build())
                .run(ledger);

        TestVerdict verdict = found.verdict().orElseThrow();
        assertThat(verdict.byGroup().orElseThrow().test().orElseThrow().images())
                .isEqualTo(3);
        ScoredTrial lower = found.ranking().get(2).chosen(Measure.ACCURACY);
        Ledger read = Ledger.read(ledger);
        // Two images of one patient are one patient.
        assertThat(PairedComparison.of(
                        read.result(verdict.chosen().trial().address()),
                        read.result(lower.trial().address())))
                .isEqualTo(new PairedComparison(McNemarTest.of(1, 0), Unit.GROUP));
        assertThat(verdict.comparison()).contains(new PairedComparison(McNemarTest.of(0, 0), Unit.GROUP));
        assertThat(lower.scores().validation().accuracy()).isEqualTo(0.6);
        assertThat(lower.scores().validationByGroup().orElseThrow().accuracy()).isEqualTo(2 / 3.0);

        List<Experiment.Winner> winners =
                SearchReport.of(read).experiment(found).winners();
        assertThat(winners.get(0).byGroup().orElseThrow().accuracy()).isEqualTo(1);
        assertThat(winners.get(1).againstWinner().orElseThrow().counted()).isEqualTo(Unit.GROUP);
        SearchFiles files = new SearchFiles(ledger);
        JsonNode best = new ObjectMapper().readTree(files.best().toFile());
        assertThat(best.at("/test/byGroup/score").asText()).isEqualTo("mean-logit");
        assertThat(best.at("/test/byGroup/winner/images").asInt()).isEqualTo(3);
        assertThat(best.at("/test/pairedComparison/counted").asText()).isEqualTo("group");
        assertThat(best.at("/test/pairedComparison/groupsOnlyTheWinnerGetsRight")
                        .asInt(-1))
                .isZero();
        List<String> lines = Files.readAllLines(files.trials());
        int column = List.of(lines.get(0).split(",")).indexOf("validation_by_group_accuracy");
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> line.replaceAll("\"[^\"]*\"", "").split(",")[column]))
                .containsExactlyInAnyOrder("1.0", "1.0", "0.6666666666666666", "0.6666666666666666");
    }

    @Test
    void theFileOfTheBestHoldsRankingLeadAndVerdict() throws IOException {
        JsonNode best =
                new ObjectMapper().readTree(new SearchFiles(directory).best().toFile());
        TestVerdict verdict = result.verdict().orElseThrow();

        assertThat(best.at("/measure").asText()).isEqualTo("accuracy");
        assertThat(best.at("/cells").asInt()).isEqualTo(4);
        assertThat(best.at("/configurationsCompared").asInt()).isEqualTo(4);
        assertThat(best.at("/winner/chosenTrial").asText())
                .isEqualTo(verdict.chosen().trial().address().sha256());
        assertThat(best.at("/winner/repeats/0/value").asDouble()).isEqualTo(1);
        assertThat(best.at("/runnerUp/mean").asDouble()).isEqualTo(0.5);
        assertThat(best.at("/leadOnValidation").asDouble()).isEqualTo(0.5);
        assertThat(best.at("/test/winner/accuracy").asDouble()).isEqualTo(1);
        assertThat(best.at("/test/runnerUp/accuracy").asDouble()).isEqualTo(0.5);
        assertThat(best.at("/test/pairedComparison/imagesOnlyTheWinnerGetsRight")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void troubleIsShownOnceForEachKindThatIsNotTheDatas() {
        assertThat(experiment.diagnoses())
                .extracting(TrialDiagnosis::title)
                .containsExactlyInAnyOrder(
                        "Diagnosis of the best plain", "Diagnosis of the best tiny", "An example: overfitted");
        assertThat(experiment.diagnoses().get(0).sentences()).containsExactly("The learning rate looks too high.");
        assertThat(experiment.diagnoses().get(1).sentences()).containsExactly("No sign of trouble.");
        assertThat(experiment.diagnoses().get(2).sentences()).containsExactly("Overfitting: much.");
    }

    @Test
    void provenanceSaysWhatTheTrialsShareAndWhereTheWinnerComesFrom() {
        Map<String, Object> shared = experiment.provenance().sections().get("experiment");
        SearchContext context = Ledger.read(directory).context();

        assertThat(shared)
                .containsEntry("ranked by", "validation accuracy")
                .containsEntry("trials", 4)
                .containsEntry("cells", 4)
                .containsEntry("images (hash)", context.images())
                .containsEntry("split (hash)", context.split())
                .containsEntry("engine", "none")
                .containsKey("last change");
        assertThat(shared.get("machines").toString()).startsWith("[").doesNotContain("/");
        assertThat(experiment.provenance().sections().get("winner: machine")).containsEntry("engine", "none");
    }

    @Test
    void withoutATitleTheFolderGivesItAndWithOneItIsThat() {
        assertThat(experiment.title()).isEqualTo("photos: 4 trials");
        assertThat(new SearchReport(Ledger.read(directory), Optional.of("Mine"))
                        .experiment(result)
                        .title())
                .isEqualTo("Mine");
    }

    @Test
    void writersGetTheExperimentAndTheFolder() throws IOException {
        List<String> written = new ArrayList<>();
        Files.delete(new SearchFiles(directory).trials());

        SearchReport.of(Ledger.read(directory))
                .write(result, List.of((given, where) -> written.add(given.title() + " in " + where)));

        assertThat(written).containsExactly("photos: 4 trials in " + directory);
        assertThat(new SearchFiles(directory).trials()).isNotEmptyFile();
    }

    @Test
    void explanationsThatAreDamagedOrNameOtherFilesAreRefused() throws IOException {
        Trial trial = result.trials().get(0);
        TrialExplanations explanations = new TrialExplanations(folder);
        assertThat(explanations.read(trial, "title")).isEmpty();
        Path list = Files.createDirectory(folder.resolve("explanations")).resolve("explanations.json");

        Files.writeString(list, "{");
        assertThatThrownBy(() -> explanations.read(trial, "title"))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("cannot be read", "Remove that folder");
        Files.writeString(
                list,
                "{\"layer\": \"top\", \"pictures\": [{\"caption\": \"c\", \"image\": \"../0-image.png\", \"overlay\": \"\"}]}");
        assertThatThrownBy(() -> explanations.read(trial, "title"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("name the picture '../0-image.png'");
    }
}
