package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.SplitFractions;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.model.ModelFile;
import dev.graft.result.ResultFiles;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three folds in two rounds of 24 pictures. */
class FoldSearchTest {
    private static final SplitFractions SHARES = new SplitFractions(0.5, 0.25, 0.25);

    /** Two configurations, one of which hardly learns; 0 and 1 are one training. */
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("tiny")
            .unfrozen("0", "1")
            .learningRates(0.02, 1e-6)
            .epochs(3)
            .patiences(0)
            .batchSizes(6)
            .build();

    @TempDir
    static Path shared;

    private static ImageDataset images;
    private static SearchResult result;

    @TempDir
    Path folder;

    @BeforeAll
    static void runOnce() {
        images = TinyPictures.write(shared.resolve("pictures"), 24);
        result = search(2, shared).run(shared.resolve("ledger"));
    }

    private static GridSearch search(int rounds, Path folder) {
        return new GridSearch(
                        SearchFixture.tools(),
                        SearchFixture.executor(folder),
                        SearchData.ofFolds(images, SHARES, 3, rounds, 7))
                .space(SPACE);
    }

    @Test
    void eachConfigurationPredictsEachImageOnceARound() {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));

        assertThat(result.ranking()).allSatisfy(configuration -> {
            assertThat(configuration.complete()).isTrue();
            assertThat(configuration.repeats()).hasSize(6);
            for (long round : List.of(7L, 8L)) {
                List<Prediction> all = pass(ledger, configuration, round);
                assertThat(all.stream().map(Prediction::image)).containsExactlyInAnyOrderElementsOf(names(images));
            }
        });
    }

    private static List<Prediction> pass(Ledger ledger, ConfigurationResult configuration, long round) {
        return configuration.repeats().stream()
                .map(ScoredTrial::trial)
                .filter(trial -> trial.settings().seeds().split() == round)
                .flatMap(trial -> ledger.result(trial.address()).testPredictions().stream())
                .toList();
    }

    @Test
    void configurationsAreRankedByWhatTheyPredictOfImagesTheyHadNotSeen() {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));
        ConfigurationResult winner = result.ranking().get(0);
        double mean = Stream.of(7L, 8L)
                .mapToDouble(round ->
                        Evaluation.of(pass(ledger, winner, round), 2, 1).value(Metric.ACCURACY))
                .average()
                .orElseThrow();

        assertThat(winner.mean()).isEqualTo(mean);
        assertThat(result.ranking()).isSortedAccordingTo((a, b) -> Double.compare(b.mean(), a.mean()));
        assertThat(result.verdict()).isEmpty();
        SelectionVerdict verdict = result.selection().orElseThrow();
        assertThat(verdict.figure().naive()).isEqualTo(mean);
        assertThat(verdict.figure().chosen()).isZero();
        assertThat(verdict.figure().corrected()).isLessThanOrEqualTo(mean);
        assertThat(verdict.passes()).isEqualTo(2);
        assertThat(verdict.images()).isEqualTo(24);
        assertThat(SearchResult.of(ledger, Measure.ACCURACY).selection()).isEqualTo(result.selection());
    }

    /**
     * Eight groups of three pictures. One rate is a little right of most pictures and much wrong of one in each group, the other one
     * the other way round: by image the first is the better one, by group the second. The plain network answers the pictures of the
     * first group the other way round.
     */
    @ParameterizedTest
    @CsvSource({"false, GROUP, 8, 0.2, 1, 1, 0", "true, IMAGE, 24, 0.1, 0.6667, 2, 1"})
    void groupsAreCountedWhereEachHasOneClass(
            boolean mixed,
            SelectionVerdict.Unit counted,
            int count,
            double rate,
            double figure,
            int winnerOnly,
            int plainOnly)
            throws IOException {
        ImageDataset grouped = grouped(8, mixed);
        SearchData data = SearchData.ofFolds(grouped, SHARES, 3, 1, 7);
        PretendingExecutor executor = new PretendingExecutor();
        executor.result = (trial, epochs) -> {
            List<Prediction> answers = data.division(trial).split().test().stream()
                    .map(index -> grouped.samples().get(index))
                    .map(sample -> {
                        boolean seldom = number(sample) < 8;
                        double right = PretendingExecutor.rate(trial) > 0.1 ? seldom ? 0.99 : 0.4 : seldom ? 0.01 : 0.6;
                        boolean turned =
                                Axis.BACKBONE.of(trial.cells().get(0)).equals("plain") && number(sample) % 8 == 0;
                        double positive = (sample.label() == 1) != turned ? right : 1 - right;
                        return new Prediction(sample.name(), sample.label(), List.of(1 - positive, positive));
                    })
                    .toList();
            return SyntheticLedger.result(epochs, answers, answers, List.of());
        };
        SearchResult found = new GridSearch(SearchFixture.tools(), executor, data)
                .space(SearchSpace.builder()
                        .backbones("tiny", "plain")
                        .learningRates(0.1, 0.2)
                        .epochs(1)
                        .build())
                .run(folder.resolve("ledger"));

        SelectionVerdict verdict = found.selection().orElseThrow();
        assertThat(verdict.counted()).isEqualTo(counted);
        assertThat(verdict.count()).isEqualTo(count);
        assertThat(verdict.images()).isEqualTo(24);
        assertThat(verdict.figure().units()).isEqualTo(8);
        assertThat(verdict.byGroup()).isTrue();
        assertThat(verdict.figure().naive()).isCloseTo(figure, within(1e-4));
        ConfigurationResult winner = found.ranking().get(0);
        assertThat(PretendingExecutor.rate(winner.repeats().get(0).trial())).isEqualTo(rate);
        assertThat(winner.mean()).isEqualTo(verdict.figure().naive());
        JsonNode best = new ObjectMapper()
                .readTree(new SearchFiles(folder.resolve("ledger")).best().toFile());
        assertThat(best.at("/selection/counted").asText()).isEqualTo(counted.id());
        assertThat(best.at("/selection/images").asInt()).isEqualTo(24);

        List<Experiment.Winner> winners = SearchReport.of(Ledger.read(folder.resolve("ledger")))
                .experiment(found)
                .winners();
        Optional<Evaluation> byGroup = winners.get(0).byGroup();
        assertThat(byGroup.isPresent()).isEqualTo(!mixed);
        byGroup.ifPresent(groups -> {
            assertThat(groups.images()).isEqualTo(8);
            assertThat(groups.accuracy()).isEqualTo(1);
            assertThat(groups.resampling().byGroup()).isFalse();
        });
        assertThat(winners.get(0).outOfFold().orElseThrow().images()).isEqualTo(24);
        assertThat(winners.get(1).againstWinner())
                .contains(new PairedComparison(McNemarTest.of(winnerOnly, plainOnly), counted));
    }

    private static ImageDataset grouped(int patients, boolean mixed) {
        List<ImageSample> samples = images.samples().stream()
                .map(s -> new ImageSample(
                        s.path(),
                        s.name(),
                        s.label(),
                        Optional.of("patient " + (mixed && number(s) == 9 ? 0 : number(s) % patients)),
                        s.contentHash()))
                .toList();
        return new ImageDataset(images.source(), images.classNames(), samples, List.of(), images.manifestHash());
    }

    private static int number(ImageSample sample) {
        return Integer.parseInt(sample.name().replaceAll("\\D", ""));
    }

    @Test
    void frozenFeaturesAreComputedOnceForAllFolds() throws IOException {
        try (Stream<Path> files = Files.walk(shared.resolve("features"))) {
            // The tiny network frozen.
            assertThat(files.filter(f -> f.toString().endsWith(".features"))).hasSize(1);
        }
    }

    @Test
    void aKilledSearchGoesOnAndEndsWithEqualNumbers() {
        int kills = SearchFixture.untilDone(
                4,
                killer -> assertThat(search(2, folder)
                                .listener(killer)
                                .run(folder.resolve("ledger"))
                                .selection())
                        .isEqualTo(result.selection()));

        assertThat(kills).isGreaterThan(1);
        assertThat(SearchFixture.numbers(folder.resolve("ledger")))
                .isEqualTo(SearchFixture.numbers(shared.resolve("ledger")));
    }

    @Test
    void theHopelessAreGivenUpAndTheWinnerIsTheSame() {
        SearchResult dropped = search(2, folder).dropHopeless(0.05).run(folder.resolve("ledger"));

        ConfigurationResult winner = dropped.winner().orElseThrow();
        assertThat(winner.repeats().get(0).trial().configuration())
                .isEqualTo(
                        result.winner().orElseThrow().repeats().get(0).trial().configuration());
        assertThat(winner.mean()).isEqualTo(result.winner().orElseThrow().mean());
        assertThat(dropped.selection().orElseThrow().dropped()).isPositive();
        Ledger ledger = Ledger.read(folder.resolve("ledger"));
        List<Trial> given = dropped.trials().stream()
                .filter(trial -> dropped.state(trial).status() == TrialStatus.GIVEN_UP)
                .toList();
        assertThat(given).isNotEmpty();
        assertThat(given)
                .as("another search may train them")
                .allMatch(trial -> ledger.state(trial.address()).status() == TrialStatus.WAITING);
        assertThat(dropped.givenUp()).hasSize(dropped.selection().orElseThrow().dropped());
        assertThat(dropped.folds().orElseThrow().trained(dropped.givenUp().get(0)))
                .isEqualTo(6 - given.size() / dropped.givenUp().size());
        assertThat(SearchResult.of(ledger, Measure.ACCURACY)).isEqualTo(dropped);
        assertThat(new SearchFiles(ledger.directory()).trials()).content().contains(",given_up,");
        Experiment experiment = SearchReport.of(ledger).experiment(dropped);
        assertThat(experiment.count(TrialStatus.GIVEN_UP)).isEqualTo(given.size());
    }

    @Test
    void aKilledSearchThatGivesUpEndsWithEqualNumbers() {
        SearchResult whole = search(2, folder).dropHopeless(0.05).run(folder.resolve("whole"));
        int kills = SearchFixture.untilDone(
                3,
                killer -> search(2, folder).dropHopeless(0.05).listener(killer).run(folder.resolve("ledger")));
        SearchResult resumed = SearchResult.of(Ledger.read(folder.resolve("ledger")), Measure.ACCURACY);

        assertThat(resumed.selection()).isEqualTo(whole.selection());
        assertThat(Ledger.read(folder.resolve("ledger")).givenUp())
                .isEqualTo(Ledger.read(folder.resolve("whole")).givenUp())
                .isNotEmpty();
        assertThat(whole.givenUp()).hasSize(1);
        assertThat(kills).isPositive();
        assertThat(SearchFixture.numbers(folder.resolve("ledger")))
                .isEqualTo(SearchFixture.numbers(folder.resolve("whole")));
    }

    /** What goes on is trained on all folds, as a search of everything trains it; interrupted or not. */
    @ParameterizedTest
    @CsvSource({"halving, 6", "hyperband, 12"})
    void otherStrategiesTrainAllFoldsOfWhatGoesOn(String name, int done) {
        SearchStrategy strategy =
                name.equals("halving") ? SearchStrategy.halving(1, 2) : SearchStrategy.hyperband(1, 2, 1);
        SearchFixture.untilDone(
                9,
                killer -> search(2, folder).strategy(strategy).listener(killer).run(folder.resolve("ledger")));
        SearchResult found = SearchResult.of(Ledger.read(folder.resolve("ledger")), Measure.ACCURACY);

        ConfigurationResult winner = found.winner().orElseThrow();
        assertThat(winner.complete()).isTrue();
        assertThat(winner.repeats()).hasSize(6);
        assertThat(found.selection().orElseThrow().passes()).isEqualTo(2);
        Map<String, Object> all = SearchFixture.numbers(shared.resolve("ledger"));
        Map<String, Object> numbers = SearchFixture.numbers(folder.resolve("ledger"));
        assertThat(found.trials().stream()
                        .filter(trial -> found.state(trial).status() == TrialStatus.DONE)
                        .map(trial -> trial.address().shortForm()))
                .hasSize(done)
                .allSatisfy(trial -> assertThat(numbers.get(trial)).isEqualTo(all.get(trial)));
    }

    @Test
    void whatAFailedFoldStoppedIsNotCountedAsGivenUp() {
        PretendingExecutor executor = new PretendingExecutor();
        executor.result = (trial, epochs) -> {
            if (PretendingExecutor.rate(trial) > 0.1 && trial.settings().split().fold() == 2) {
                throw new IllegalStateException("out of memory");
            }
            List<Prediction> answers =
                    SearchData.ofFolds(images, SHARES, 3, 1, 7).division(trial).split().test().stream()
                            .map(index -> images.samples().get(index))
                            .map(sample -> new Prediction(sample.name(), sample.label(), List.of(0.75, 0.25)))
                            .toList();
            return SyntheticLedger.result(epochs, answers, answers, List.of());
        };
        SearchResult failed = new GridSearch(
                        SearchFixture.tools(), executor, SearchData.ofFolds(images, SHARES, 3, 1, 7))
                .space(SearchSpace.builder()
                        .backbones("tiny")
                        .learningRates(0.1, 0.2)
                        .epochs(1)
                        .build())
                .dropHopeless(0.01)
                .run(folder.resolve("ledger"));

        assertThat(failed.failed()).hasSize(1);
        assertThat(failed.states().values().stream().map(TrialState::status))
                .containsExactlyInAnyOrder(
                        TrialStatus.DONE,
                        TrialStatus.DONE,
                        TrialStatus.DONE,
                        TrialStatus.DONE,
                        TrialStatus.FAILED,
                        TrialStatus.GIVEN_UP);
        assertThat(failed.givenUp()).isEmpty();
        assertThat(failed.selection().orElseThrow().dropped()).isZero();
        assertThat(failed.selection().orElseThrow().figure().configurations()).isEqualTo(1);
    }

    @Test
    void filesSayFoldRoundAndWhatTheChoiceIsWorth() throws IOException {
        SearchFiles files = new SearchFiles(shared.resolve("ledger"));
        SelectionVerdict verdict = result.selection().orElseThrow();
        JsonNode best = new ObjectMapper().readTree(files.best().toFile());

        assertThat(best.get("folds").asInt()).isEqualTo(3);
        assertThat(best.get("rounds").asInt()).isEqualTo(2);
        assertThat(best.has("test")).isFalse();
        assertThat(best.at("/leadOutOfFold").asDouble()).isEqualTo(result.lead().orElseThrow());
        JsonNode selection = best.get("selection");
        assertThat(selection.get("metric").asText()).isEqualTo("accuracy");
        assertThat(selection.get("naive").asDouble())
                .isEqualTo(best.at("/winner/mean").asDouble())
                .isEqualTo(verdict.figure().naive());
        assertThat(selection.get("corrected").asDouble())
                .isEqualTo(verdict.figure().corrected());
        assertThat(selection.get("low").asDouble())
                .isEqualTo(verdict.figure().interval().low());
        assertThat(selection.get("high").asDouble())
                .isEqualTo(verdict.figure().interval().high());
        assertThat(selection.get("stability").asDouble())
                .isEqualTo(verdict.figure().stability());
        assertThat(selection.get("units").asInt()).isEqualTo(24);
        assertThat(selection.get("byGroup").asBoolean()).isFalse();
        assertThat(selection.get("counted").asText()).isEqualTo("image");
        assertThat(selection.get("configurations").asInt()).isEqualTo(2);
        assertThat(selection.get("givenUp").asInt()).isZero();
        assertThat(best.at("/winner/repeats/5/fold").asInt()).isEqualTo(3);
        assertThat(best.at("/winner/repeats/5/round").asInt()).isEqualTo(2);
        assertThat(best.at("/winner/repeats/5/value").asDouble())
                .isEqualTo(result.ranking()
                        .get(0)
                        .repeats()
                        .get(5)
                        .scores()
                        .outOfFold()
                        .accuracy());

        List<String> lines = Files.readAllLines(files.trials());
        assertThat(lines.get(0)).contains(",fold,round,status,validation_accuracy,", ",out_of_fold_accuracy,");
        int column = List.of(lines.get(0).split(",")).indexOf("fold");
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> line.replaceAll("\"[^\"]*\"", "").split(",")[column]
                                + line.replaceAll("\"[^\"]*\"", "").split(",")[column + 1]))
                .hasSize(24)
                .contains("11", "32");
    }

    @Test
    void theBestOfABackboneIsJudgedByAllItsFolds() {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));
        Experiment experiment = SearchReport.of(ledger).experiment(result);
        Experiment.Winner winner = experiment.winners().get(0);

        assertThat(winner.outOfFold().orElseThrow().accuracy())
                .isEqualTo(Evaluation.of(pass(ledger, result.ranking().get(0), 7), 2, 1)
                        .accuracy());
        assertThat(winner.outOfFold().orElseThrow().images()).isEqualTo(24);
        assertThat(winner.againstWinner()).isEmpty();
        assertThat(experiment.provenance().sections().get("experiment"))
                .containsEntry("ranked by", "out-of-fold accuracy")
                .containsEntry("folds", 3)
                .containsEntry("seeds of the rounds", List.of(7L, 8L));
        assertThat(experiment.diagnoses().get(0).title())
                .matches("Diagnosis of the best tiny, fold [123] of round [12]");
        assertThat(experiment.diagnoses().get(0).sentences()).noneMatch(sentence -> sentence.startsWith("With "));
    }

    private static WinnerTraining training(SearchData data) {
        return new WinnerTraining(
                SearchFixture.tools(),
                data,
                new Dl4jEngine(new EngineOptions(1)),
                FeatureCache.off().withMemory(1 << 20),
                1);
    }

    @Test
    void nestedASearchIsJudgedByImagesThatTookNoPart() {
        ImageDataset patients = grouped(12, false);
        SearchData whole = SearchData.ofFolds(patients, SHARES, 3, 1, 7);
        List<SearchData> searched = new ArrayList<>();
        NestedSearch nested = new NestedSearch(
                whole,
                data -> {
                    searched.add(data);
                    return new GridSearch(SearchFixture.tools(), SearchFixture.executor(shared), data)
                            .space(SPACE.with(builder -> builder.epochs(2)));
                },
                training(whole));

        NestedVerdict judged = nested.run(folder);

        List<Prediction> winners = Stream.of(1, 2, 3)
                .map(fold -> new ResultFiles(folder.resolve("nested/fold-" + fold + "/winner")).result())
                .flatMap(file -> ResultFiles.read(file).testPredictions().stream())
                .toList();
        assertThat(winners).hasSize(24);
        assertThat(judged.counted()).isEqualTo(SelectionVerdict.Unit.GROUP);
        assertThat(judged.evaluation())
                .isEqualTo(Evaluation.of(
                        GroupScore.MEAN_LOGIT
                                .group(winners, patients.groups(), 1)
                                .predictions(),
                        2,
                        1,
                        Bootstrap.ofImages()));
        assertThat(judged.evaluation().images()).isEqualTo(12);
        assertThat(searched).hasSize(3);
        for (int fold = 0; fold < 3; fold++) {
            List<String> seen = names(searched.get(fold).images());
            List<String> left = whole.divisions().get(fold).split().test().stream()
                    .map(i -> images.samples().get(i).name())
                    .toList();
            assertThat(seen).hasSize(24 - left.size()).doesNotContainAnyElementsOf(left);
        }
        assertThat(nested.run(folder)).isEqualTo(judged);
        assertThat(searched).hasSize(3);
    }

    private static List<String> names(ImageDataset of) {
        return of.samples().stream().map(sample -> sample.name()).toList();
    }

    @Test
    void theWinnerIsTrainedOnAllImagesOnce() throws IOException {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));
        WinnerTraining training = training(SearchData.ofFolds(images, SHARES, 3, 2, 7));

        Path model = training.train(ledger, result);

        try (ModelFile.Saved saved = ModelFile.load(model)) {
            assertThat(saved.calibration().images()).isEqualTo(24);
            assertThat(saved.inputs().orElseThrow().images()).isEqualTo(24);
            assertThat(saved.provenance().sections().get("selection"))
                    .containsEntry("images", 24)
                    .containsEntry("configurations compared", 2);
        }
        FileTime written = Files.getLastModifiedTime(model);
        assertThat(training.train(ledger, result)).isEqualTo(model);
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
    }

    @Test
    void aLedgerInFoldsIsNoneOfASplit() {
        assertThatThrownBy(() -> search(1, folder).run(shared.resolve("ledger")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("What differs: split: ");
        assertThatThrownBy(() -> SearchFixture.search(images, SearchFixture.executor(folder))
                        .dropHopeless(0.01))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no folds");
    }
}
