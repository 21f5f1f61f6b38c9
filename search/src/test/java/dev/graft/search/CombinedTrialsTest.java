package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.model.ModelFile;
import dev.graft.model.OpenedModel;
import dev.graft.result.GroupedResult;
import dev.graft.search.ensemble.CombinationFile;
import dev.graft.search.ensemble.EnsembleOptions;
import dev.graft.search.ensemble.GreedySoup;
import dev.graft.search.ensemble.Soup;
import dev.graft.search.ensemble.TrialEnsemble;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ensembles and soups of a small search whose models were kept. */
class CombinedTrialsTest {
    private static final Measure MEASURE = Measure.of("log_likelihood");

    @TempDir
    static Path directory;

    private static ImageDataset images;
    private static Path folder;
    private static SearchResult result;

    @BeforeAll
    static void search() {
        images = TinyPictures.write(directory.resolve("pictures"), 24);
        folder = directory.resolve("ledger");
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("2")
                .learningRates(0.01, 0.003, 0.001)
                .epochs(3)
                .patiences(0)
                .batchSizes(6)
                .repeats(2)
                .build()
                .and(SearchSpace.builder()
                        .backbones("plain")
                        .unfrozen("1")
                        .epochs(2)
                        .patiences(0)
                        .build());
        LocalOptions options = SearchFixture.options().withModels(true);
        result = new GridSearch(
                        SearchFixture.tools(), SearchFixture.executor(directory, options), SearchFixture.data(images))
                .space(space)
                .measure(MEASURE)
                .run(folder);
        assertThat(result.failed()).isEmpty();
    }

    private static List<Prediction> sorted(List<Prediction> predictions) {
        return predictions.stream()
                .sorted(Comparator.comparing(Prediction::image))
                .toList();
    }

    @Test
    void anEnsemblesFiguresAreThoseOfTheWeightedMean() throws IOException {
        Ledger ledger = Ledger.read(folder);

        TrialEnsemble ensemble = TrialEnsemble.of(ledger, result, EnsembleOptions.defaults());

        assertThat(ensemble.candidates()).isEqualTo(7);
        assertThat(ensemble.members().stream()
                        .mapToDouble(TrialEnsemble.Member::weight)
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(MEASURE.of(ensemble.ensemble().validation().figures()))
                .isGreaterThanOrEqualTo(
                        MEASURE.of(ensemble.single().validation().figures()));
        double[][] sums = new double[images.samples().size()][2];
        List<Prediction> any = List.of();
        for (TrialEnsemble.Member member : ensemble.members()) {
            any = sorted(ledger.result(member.trial().trial().address()).testPredictions());
            for (int i = 0; i < any.size(); i++) {
                sums[i][0] += member.weight() * any.get(i).probabilities().get(0);
                sums[i][1] += member.weight() * any.get(i).probabilities().get(1);
            }
        }
        List<Prediction> mean = new ArrayList<>();
        for (int i = 0; i < any.size(); i++) {
            mean.add(new Prediction(any.get(i).image(), any.get(i).actual(), List.of(sums[i][0], sums[i][1])));
        }
        Evaluation expected = Evaluation.of(mean, 2, 1);
        Evaluation test = ensemble.ensemble().test().orElseThrow();
        assertThat(test.accuracy()).isEqualTo(expected.accuracy());
        assertThat(test.value(Metric.LOG_LOSS)).isCloseTo(expected.value(Metric.LOG_LOSS), within(1e-12));
        assertThat(ensemble.comparison()).isPresent();

        Path file = CombinationFile.write(ensemble, MEASURE, EnsembleOptions.defaults(), Ledger.read(folder));
        JsonNode tree = new ObjectMapper().readTree(file.toFile());
        assertThat(tree.get("members")).hasSameSizeAs(ensemble.members());
        assertThat(tree.get("ensembleOnTest").get("accuracy").asDouble()).isEqualTo(test.accuracy());
        assertThat(tree.get("ensembleOnTest").get("accuracyLow").asDouble())
                .isEqualTo(test.interval(Metric.ACCURACY).low());
        JsonNode paired = tree.get("pairedComparison");
        assertThat(paired.get("imagesOnlyThisGetsRight").asInt())
                .isEqualTo(ensemble.comparison().orElseThrow().test().firstOnly());
        assertThat(paired.get("imagesOnlyTheBestGetsRight").asInt())
                .isEqualTo(ensemble.comparison().orElseThrow().test().secondOnly());
        theFileAnswersAs(mean, file, ensemble.canBeOpened(ledger));
    }

    /** Trainings and models compute alike, but for the size of their batches. */
    private static void theFileAnswersAs(List<Prediction> mean, Path file, boolean canBeOpened) {
        assertThat(canBeOpened).isTrue();
        try (OpenedModel opened = OpenedModel.open(file, new Dl4jEngine(new EngineOptions(1)))) {
            for (Prediction expected : mean) {
                Path image = images.samples().stream()
                        .filter(sample -> sample.name().equals(expected.image()))
                        .findFirst()
                        .orElseThrow()
                        .path();
                assertThat(opened.classifier().classify(image).probabilities().get(1))
                        .isCloseTo(expected.probabilities().get(1), within(1e-5));
            }
        }
    }

    @Test
    void whereGroupsAreKnownAnEnsembleIsJudgedByThem() throws IOException {
        Path other = copied("grouped");
        Ledger ledger = Ledger.read(other);
        ImageFacts facts = ledger.images().orElseThrow();
        assertThat(facts.groups()).isEmpty();
        Map<String, String> pairs = new TreeMap<>();
        Map<String, Integer> members = new HashMap<>();
        for (ImageSample sample : images.samples()) {
            int member = members.merge(sample.label() + " " + partOf(sample.name()), 1, Integer::sum);
            pairs.put(sample.name(), sample.label() + " " + partOf(sample.name()) + (member - 1) / 2);
        }
        ledger.write(new ImageFacts(0, 1, facts.classNames(), facts.positiveClass(), pairs));

        TrialEnsemble ensemble = TrialEnsemble.of(ledger, result, EnsembleOptions.defaults());

        List<Prediction> test = ensemble.ensemble().testPredictions();
        GroupScore score = GroupedResult.score(ensemble.ensemble().byGroup());
        List<Prediction> grouped = score.group(test, pairs, 1).predictions();
        assertThat(grouped).hasSizeLessThan(test.size());
        Evaluation byGroup = ensemble.ensemble().testByGroup().orElseThrow();
        assertThat(byGroup.images()).isEqualTo(grouped.size());
        assertThat(byGroup.accuracy()).isEqualTo(Evaluation.of(grouped, 2, 1).accuracy());
        assertThat(ensemble.ensemble().test().orElseThrow().interval(Metric.ROC_AUC))
                .isEqualTo(Evaluation.of(test, 2, 1, Bootstrap.ofGroups(pairs)).interval(Metric.ROC_AUC));
        PairedComparison paired = ensemble.comparison().orElseThrow();
        assertThat(paired.counted()).isEqualTo(SelectionVerdict.Unit.GROUP);
        assertThat(paired.test().firstOnly() + paired.test().secondOnly()).isLessThanOrEqualTo(grouped.size());

        JsonNode tree = new ObjectMapper()
                .readTree(CombinationFile.write(ensemble, MEASURE, EnsembleOptions.defaults(), ledger)
                        .toFile());
        assertThat(tree.get("groupScore").asText()).isEqualTo(score.id());
        assertThat(tree.get("ensembleOnTestByGroup").get("images").asInt()).isEqualTo(grouped.size());
        assertThat(tree.get("pairedComparison").get("counted").asText()).isEqualTo("group");
    }

    /** No group has images of two parts. */
    private static String partOf(String image) {
        boolean test = result.verdict().isPresent()
                && Ledger.read(folder)
                        .result(result.verdict().get().chosen().trial().address())
                        .testPredictions()
                        .stream()
                        .anyMatch(prediction -> prediction.image().equals(image));
        return test ? "test" : "other";
    }

    /** The ledger without its models. */
    private static Path copied(String name) throws IOException {
        Path other = directory.resolve(name);
        try (var files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> !path.toString().endsWith(".graft")).toList()) {
                Files.copy(file, other.resolve(folder.relativize(file).toString()));
            }
        }
        return other;
    }

    @Test
    void fewerToChooseFromAndBagsAreHeeded() {
        Ledger ledger = Ledger.read(folder);

        TrialEnsemble one = TrialEnsemble.of(ledger, result, new EnsembleOptions(1, 5, 0, 1));
        TrialEnsemble bagged = TrialEnsemble.of(ledger, result, new EnsembleOptions(50, 5, 8, 1));

        assertThat(one.members()).singleElement().satisfies(member -> {
            assertThat(member.weight()).isEqualTo(1);
            assertThat(member.trial()).isEqualTo(one.best());
        });
        assertThat(bagged.members()).hasSizeGreaterThan(1);
        assertThatThrownBy(() -> new EnsembleOptions(0, 5, 0, 1)).isInstanceOf(GraftException.class);
    }

    @Test
    void aSoupIsTheMeanOfItsIngredientsAndNeverWorseOnValidation() {
        Ledger ledger = Ledger.read(folder);
        Path file = directory.resolve("soup.graft");
        List<ScoredTrial> ingredients;
        try (Soup soup =
                new GreedySoup(SearchFixture.data(images), new Dl4jEngine(new EngineOptions(1))).of(ledger, result)) {
            soup.save(file);
            ingredients =
                    soup.ingredients().stream().map(Soup.Ingredient::trial).toList();
            String backbone =
                    Axis.BACKBONE.of(ingredients.get(0).trial().cells().get(0));
            assertThat(soup.considered()).isEqualTo(backbone.equals("tiny") ? 6 : 1);
            assertThat(ingredients).hasSizeBetween(2, 5);
            assertThat(MEASURE.of(soup.soup().validation().figures()))
                    .isGreaterThanOrEqualTo(
                            MEASURE.of(soup.single().validation().figures()));
            assertThat(MEASURE.of(soup.single().validation().figures()))
                    .isCloseTo(MEASURE.of(ingredients.get(0).scores().validation()), within(1e-4));
            assertThat(soup.ingredients())
                    .extracting(Soup.Ingredient::validation)
                    .isSorted();
            assertThat(soup.comparison()).isPresent();
        }

        double[] mean = parameters(file);
        List<double[]> models = ingredients.stream()
                .map(trial ->
                        parameters(ledger.folderOf(trial.trial().address()).resolve("model.graft")))
                .toList();
        for (int i = 0; i < mean.length; i++) {
            int at = i;
            double expected =
                    models.stream().mapToDouble(values -> values[at]).average().orElseThrow();
            assertThat(mean[i]).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
        try (ModelFile.Saved saved = ModelFile.load(file)) {
            Map<String, Object> section = saved.provenance().sections().get(Soup.SECTION);
            assertThat(section)
                    .containsEntry(
                            "ingredients",
                            ingredients.stream()
                                    .map(each -> each.trial().address().sha256())
                                    .toList());
        }
    }

    private static double[] parameters(Path file) {
        try (ModelFile.Saved saved = ModelFile.load(file)) {
            return saved.model().graph().params().dup().data().asDouble();
        }
    }

    @Test
    void withoutKeptModelsAndOfFoldsThereIsNone() throws IOException {
        Path other = copied("other");
        Ledger ledger = Ledger.read(other);
        GreedySoup soup = new GreedySoup(SearchFixture.data(images), new Dl4jEngine(new EngineOptions(1)));

        assertThatThrownBy(() -> soup.of(ledger, result))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Search with --keep-models");
        ImageFacts facts = ImageFacts.of(SearchFixture.data(images));
        ledger.write(new ImageFacts(3, 3, facts.classNames(), facts.positiveClass(), facts.groups()));
        assertThatThrownBy(() -> TrialEnsemble.of(ledger, result, EnsembleOptions.defaults()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("of a search in folds");
    }
}
