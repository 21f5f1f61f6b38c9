package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.ImageDataset;
import dev.graft.error.GraftException;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchReportTest {
    @TempDir
    static Path shared;

    private static SearchResult result;
    private static SearchReport report;

    @BeforeAll
    static void search() throws Exception {
        ImageDataset images = TinyPictures.write(shared.resolve("pictures"), 24);
        result = SearchFixture.search(images, SearchFixture.executor(shared)).run(shared.resolve("ledger"));
        report = SearchReport.of(Ledger.read(shared.resolve("ledger")));
    }

    @Test
    void withoutAPageTheNumbersAreWritten() {
        report.write(result);

        assertThat(shared.resolve("ledger/trials.csv")).isNotEmptyFile();
        assertThat(shared.resolve("ledger/best.json")).isNotEmptyFile();
        assertThat(shared.resolve("ledger/report.html")).doesNotExist();
    }

    @Test
    void filesSayWhatWasFoundAndHowSureItIs() throws IOException {
        Path directory = shared.resolve("ledger");
        TestVerdict verdict = result.verdict().orElseThrow();
        Ledger ledger = Ledger.read(directory);
        McNemarTest again = McNemarTest.of(
                ledger.result(verdict.chosen().trial().address()).testPredictions(),
                ledger.result(verdict.runnerUp().orElseThrow().trial().address())
                        .testPredictions());
        assertThat(verdict.comparison()).contains(new PairedComparison(again, SelectionVerdict.Unit.IMAGE));
        assertThat(verdict.scores()).isEqualTo(verdict.chosen().scores().test().orElseThrow());
        assertThat(verdict.runnerUpScores())
                .isEqualTo(verdict.runnerUp().orElseThrow().scores().test())
                .isPresent();
        assertThat(verdict.meanAccuracy())
                .isCloseTo(
                        result.winner().orElseThrow().repeats().stream()
                                .mapToDouble(
                                        r -> r.scores().test().orElseThrow().accuracy())
                                .average()
                                .orElseThrow(),
                        within(1e-12));
        assertThat(SearchResult.of(ledger, Measure.ACCURACY)).isEqualTo(result);

        JsonNode best =
                new ObjectMapper().readTree(new SearchFiles(directory).best().toFile());
        assertThat(best.at("/configurationsCompared").asInt()).isEqualTo(6);
        assertThat(best.at("/cells").asInt()).isEqualTo(16);
        assertThat(best.at("/winner/chosenTrial").asText())
                .isEqualTo(verdict.chosen().trial().address().sha256());
        assertThat(best.at("/winner/repeats")).hasSize(2);
        assertThat(best.at("/winner/settings/phases/0/optimizer/learningRate").asDouble())
                .isEqualTo(verdict.chosen().trial().phase().optimizer().learningRate());
        assertThat(best.at("/test/pairedComparison/pValue").asDouble()).isEqualTo(again.pValue());
        assertThat(best.at("/test/winner/accuracyLow").asDouble())
                .isEqualTo(verdict.scores().interval(Metric.ACCURACY).low());

        List<String> lines = Files.readAllLines(new SearchFiles(directory).trials());
        assertThat(lines).hasSize(17);
        assertThat(lines.get(0))
                .startsWith("trial,backbone,weights,head,unfrozen,")
                .doesNotContain("test");
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, 10)).distinct())
                .hasSize(12);
        long columns = lines.get(0).chars().filter(c -> c == ',').count();
        // A head of several parts has commas of its own, in quotes.
        assertThat(lines)
                .allMatch(line -> line.replaceAll("\"[^\"]*\"", "")
                                .chars()
                                .filter(c -> c == ',')
                                .count()
                        == columns);
    }

    @Test
    void anExperimentHasTheBestOfEachBackboneWithItsWholeResult() {
        Experiment experiment = report.experiment(result);

        assertThat(experiment.title()).isEqualTo("pictures: 12 trials");
        assertThat(experiment.winners()).hasSize(2);
        Experiment.Winner first = experiment.winners().get(0);
        assertThat(first.rank()).isZero();
        assertThat(first.againstWinner()).isEmpty();
        assertThat(experiment.winners().get(1).againstWinner()).isPresent();
        assertThat(first.result().test().orElseThrow().accuracy())
                .isEqualTo(result.verdict().orElseThrow().scores().accuracy());
        assertThat(experiment.count(TrialStatus.DONE)).isEqualTo(12);
        assertThat(experiment.provenance().sections()).containsKeys("experiment", "winner: machine");
        assertThat(experiment.diagnoses().get(0).trial())
                .isEqualTo(experiment.chosen(first).trial());
    }

    @Test
    void scoresOfAFailedTrialTakeNoPart() {
        Trial trial = result.trials().get(0);
        TrialState done = result.states().get(trial.address());
        TrialState failed =
                new TrialState(TrialStatus.FAILED, 2, 1, "here/1", "now", done.scores(), Optional.of("no memory"));
        SearchResult other = new SearchResult(
                Measure.ACCURACY,
                List.of(trial),
                Map.of(trial.address(), failed),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(report.experiment(other).scores(trial)).isEmpty();
        assertThat(report.experiment(result).scores(trial)).isEqualTo(done.scores());
    }

    @Test
    void withoutAnyResultTheFolderGivesTheHeadline(@TempDir Path folder) {
        Path named = folder.resolve("my-ledger");
        SearchSpace space = SearchSpace.builder().backbones("tiny").build();
        Ledger ledger = Ledger.open(named, SyntheticLedger.CONTEXT);
        ledger.plan(new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT));
        SearchResult none = SearchResult.of(ledger, Measure.ACCURACY);

        assertThat(SearchReport.of(ledger).experiment(none).title()).isEqualTo("my-ledger: 1 trial");
        assertThat(new SearchReport(ledger, Optional.of("brains"))
                        .experiment(none)
                        .title())
                .isEqualTo("brains");
    }

    private static final class Broken implements ExperimentWriter {
        @Override
        public void write(Experiment experiment, Path directory) {
            throw new IllegalStateException("no room for " + experiment.title());
        }
    }

    @Test
    void whatAWriterThrowsIsToldWithItsName() {
        assertThatThrownBy(() -> report.write(result, List.of(new Broken())))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(Broken.class.getName() + " failed: ")
                .hasMessageContaining("no room for pictures: 12 trials");
    }
}
