package dev.graft.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageManifest;
import dev.graft.data.ImageSample;
import dev.graft.data.ManifestColumns;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.metrics.DeLongTest;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.PredictiveValues;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelFile;
import dev.graft.model.SeenImages;
import dev.graft.model.TransferModel;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.Severity;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
    private static final int IMAGES = 24;
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withResamples(99);

    @TempDir
    static Path folder;

    /** Pictures of twelve patients, two each. */
    private static ImageDataset images;

    /** Has seen some of these. Its classes are in another order than those of the images. */
    private static EvaluatedModel knowing;

    /** Of an earlier version, with the classes in the order of the images. */
    private static EvaluatedModel forgetful;

    @BeforeAll
    static void prepare() throws IOException {
        TinyPictures.write(folder.resolve("images"), IMAGES);
        StringBuilder manifest = new StringBuilder("path,label,group,Sex,site,comment\n");
        for (int i = 0; i < IMAGES; i++) {
            String label = i % 2 == 0 ? "healthy" : "stroke";
            manifest.append(String.format(
                    Locale.ROOT,
                    "images/%s/%03d.png,%s,p%d,%s,%s,x%n",
                    label,
                    i,
                    label,
                    i / 4 * 2 + i % 2,
                    i == 0 ? "" : i / 4 % 2 == 0 ? "f" : "m",
                    i / 8));
        }
        Path list = Files.writeString(folder.resolve("list.csv"), manifest);
        images = new ImageManifest(list, ManifestColumns.defaults().withFurther(List.of("sex", "site"))).read();
        List<Integer> none = List.of();
        Split seen = new Split(List.of(0, 5), List.of(23), none, 1, List.of(), List.of());
        knowing = saved("knowing.graft", 1, List.of("stroke", "healthy"), InputProfile.of(images, seen));
        forgetful = saved("forgetful.graft", 2, List.of("healthy", "stroke"), knowingNothing());
    }

    @AfterAll
    static void close() {
        knowing.close();
        forgetful.close();
    }

    private static InputProfile knowingNothing() {
        InputProfile.Range dark = new InputProfile.Range(10, 3);
        return new InputProfile(50, 400, 500, 0, dark, dark, SeenImages.UNKNOWN);
    }

    private static EvaluatedModel saved(String name, GroupScore score) {
        return saved(name, 3, List.of("stroke", "healthy"), knowingNothing(), score);
    }

    private static EvaluatedModel saved(String name, long seed, List<String> classes, InputProfile inputs) {
        return saved(name, seed, classes, inputs, GroupScore.MEAN_LOGIT);
    }

    private static EvaluatedModel saved(
            String name, long seed, List<String> classes, InputProfile inputs, GroupScore score) {
        Path file = folder.resolve(name);
        try (TransferModel model = TestModels.builder(new TinyBackbone(0))
                .classes(classes)
                .seed(seed)
                .build()) {
            Provenance provenance =
                    new Provenance(Map.of("settings", Map.of("evaluation", Map.of("positiveClass", "stroke"))));
            ModelFile.save(
                    new ModelFile.Saved(model, provenance, Calibration.none(), Optional.of(inputs), score), file);
        }
        return EvaluatedModel.open(file, ENGINE);
    }

    private static ExternalEvaluation evaluation(EvaluatedModel model) {
        return new Evaluator(model, OPTIONS).evaluate(images);
    }

    @Test
    void predictionsAreTheModelsAndLabelsThoseOfTheImages() {
        ExternalEvaluation found = evaluation(knowing);

        List<Prediction> expected = knowing.classifier()
                .predict(images.samples().stream().map(ImageSample::path).toList());
        assertThat(found.positive()).isEqualTo("stroke");
        assertThat(found.positiveClass()).isZero();
        assertThat(found.predictions()).hasSize(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            Prediction p = found.predictions().get(i);
            assertThat(p.probabilities()).isEqualTo(expected.get(i).probabilities());
            assertThat(p.actual()).isEqualTo(p.image().contains("stroke") ? 0 : 1);
        }
        assertThat(found.data().perClass()).containsExactly(12, 12);
        assertThat(found.data().groups()).isEqualTo(12);
        assertThat(found.title()).isEqualTo("knowing.graft on list.csv");
    }

    @Test
    void figuresByGroupAreThoseOfTheGroupsScores() {
        for (GroupScore score : GroupScore.values()) {
            ExternalEvaluation found = new Evaluator(knowing, OPTIONS.withGroupScore(score)).evaluate(images);
            GroupAssessment groups = found.groups().orElseThrow();
            assertThat(groups.predictions())
                    .isEqualTo(
                            score.group(found.predictions(), images.groups(), 0).predictions())
                    .hasSize(12);
            assertThat(groups.assessment().evaluation().images()).isEqualTo(12);
            assertThat(groups.assessment().evaluation().resampling().byGroup()).isFalse();
        }
        assertThat(evaluation(knowing).images().evaluation().resampling().byGroup())
                .isTrue();
        ImageDataset alone = new ImageFolder(folder.resolve("images")).read(ReadOptions.defaults());
        assertThat(new Evaluator(knowing, OPTIONS).evaluate(alone).groups()).isEmpty();
    }

    /** Unless another one is asked for; of two models each has its own. */
    @Test
    void groupsAreScoredAsTheModelsFileSays() {
        try (EvaluatedModel maximum = saved("maximum.graft", GroupScore.MAXIMUM)) {
            ExternalEvaluation found = new Evaluator(maximum, OPTIONS).evaluate(images, knowing);

            assertThat(found.groups().orElseThrow().score()).isEqualTo(GroupScore.MAXIMUM);
            assertThat(found.provenance().sections().get("evaluation")).containsEntry("group score", "maximum");
            ExternalEvaluation usual = evaluation(knowing);
            assertThat(usual.groups().orElseThrow().score()).isEqualTo(GroupScore.MEAN_LOGIT);
            DeLongTest areas = found.comparison().orElseThrow().groupAreas().orElseThrow();
            assertThat(areas.first().area())
                    .isEqualTo(found.groups().orElseThrow().assessment().area().area());
            assertThat(areas.second().area())
                    .isEqualTo(usual.groups().orElseThrow().assessment().area().area());
            assertThat(new Evaluator(maximum, OPTIONS.withGroupScore(GroupScore.NOISY_OR))
                            .evaluate(images)
                            .groups()
                            .orElseThrow()
                            .score())
                    .isEqualTo(GroupScore.NOISY_OR);
        }
    }

    @Test
    void imagesOfTheTrainingAreRecognisedByTheirContent() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        for (int i = 0; i < 8; i++) {
            Path copy = elsewhere.resolve(i % 2 == 0 ? "healthy" : "stroke").resolve("renamed-" + i + ".png");
            Files.createDirectories(copy.getParent());
            Files.copy(images.samples().get(i < 4 ? 11 - i : 12 + i).path(), copy);
        }
        ImageDataset others = new ImageFolder(elsewhere).read();
        assertThat(new Evaluator(knowing, OPTIONS).evaluate(others).recognised().images())
                .isEmpty();

        ExternalEvaluation found = evaluation(knowing);
        assertThat(found.recognised().noted()).isEqualTo(3);
        assertThat(found.recognised().images())
                .containsExactly(
                        images.samples().get(0).name(),
                        images.samples().get(5).name(),
                        images.samples().get(23).name());
        // Their patients have another image each.
        assertThat(found.recognised().without().orElseThrow().evaluation().images())
                .isEqualTo(IMAGES - 6);
        Finding first = found.findings().get(0);
        assertThat(first.severity()).isEqualTo(Severity.SERIOUS);
        assertThat(first.sentence()).contains("3 of these images", "images/healthy/000.png");

        Recognised unknown = evaluation(forgetful).recognised();
        assertThat(unknown.known()).isFalse();
        assertThat(unknown.describe()).contains("not in its file");
    }

    @Test
    void anotherModelIsComparedOnTheSameImages() {
        ModelComparison same = new Evaluator(knowing, OPTIONS)
                .evaluate(images, knowing)
                .comparison()
                .orElseThrow();
        assertThat(same.areas().difference()).isZero();
        assertThat(same.areas().pValue()).isEqualTo(1);

        ModelComparison other = new Evaluator(knowing, OPTIONS)
                .evaluate(images, forgetful)
                .comparison()
                .orElseThrow();
        assertThat(other.areas().second().area())
                .isCloseTo(evaluation(forgetful).images().evaluation().value(Metric.ROC_AUC), within(1e-12));
        assertThat(other.areas().first().units()).isEqualTo(12);
        assertThat(other.groupAreas().orElseThrow().first().area())
                .isCloseTo(evaluation(knowing).main().evaluation().value(Metric.ROC_AUC), within(1e-12));
    }

    @Test
    void otherColumnsAreSubgroups() {
        ExternalEvaluation found = evaluation(knowing);

        assertThat(found.subgroups().columns().stream().map(c -> c.name())).containsExactly("sex", "site");
        assertThat(found.subgroups().columns().get(0).unknown()).isEqualTo(1);
        assertThat(found.subgroups().columns().get(1).values()).hasSize(3);
        assertThat(images.samples().get(1).attributes()).containsOnlyKeys("sex", "site");
    }

    @Test
    void imagesOfAnotherKindAreAFinding() {
        assertThat(evaluation(knowing).drift().orElseThrow().images()).isEqualTo(IMAGES);
        assertThat(evaluation(forgetful).findings().stream().map(Finding::sentence))
                .anyMatch(sentence -> sentence.contains("mean intensity"))
                .anyMatch(sentence -> sentence.contains("sides less than half"))
                .anyMatch(sentence -> sentence.contains("have colour"));
    }

    @Test
    void filesHoldAllNumbers() throws IOException {
        ExternalEvaluation found =
                new Evaluator(knowing, OPTIONS.withPrevalences(List.of(0.03))).evaluate(images, forgetful);
        Path saved = found.save(folder.resolve("saved"), List.of());

        JsonNode json = new EvaluationFiles(saved).read();
        assertThat(json.at("/images/evaluation/rocAuc").asDouble())
                .isEqualTo(found.images().evaluation().value(Metric.ROC_AUC));
        assertThat(json.at("/groups/score").asText()).isEqualTo("mean-logit");
        assertThat(json.at("/groups/assessment/recalibration/slope/value").isMissingNode())
                .isFalse();
        assertThat(json.at("/images/decisions/points")).hasSize(99);
        assertThat(IntStream.range(0, 6)
                        .mapToObj(i -> json.at("/images/predictiveValues/" + i + "/prevalence")
                                .asDouble()))
                .containsExactly(0.01, 0.03, 0.05, 0.1, 0.2, 0.5);
        assertThat(found.images().predictiveValues().stream().map(PredictiveValues::prevalence))
                .contains(0.03);
        assertThat(json.at("/comparison/areas/pValue").asDouble())
                .isEqualTo(found.comparison().orElseThrow().areas().pValue());
        assertThat(json.at("/data/perClass/0").asInt()).isEqualTo(12);
        assertThat(json.at("/provenance/sections/evaluation/model").asText()).endsWith("knowing.graft");
        assertThat(json.at("/subgroups/1/name").asText()).isEqualTo("site");
        assertThat(json.at("/subgroups/1/values/0/figures/rocAuc/value").asDouble())
                .isEqualTo(found.subgroups()
                        .columns()
                        .get(1)
                        .values()
                        .get(0)
                        .figures()
                        .value(Metric.ROC_AUC));
        EvaluationSummary summary = new EvaluationFiles(saved).summary();
        assertThat(summary.cases()).isEqualTo("12 groups");
        assertThat(summary.recognised()).isEqualTo(3);
        assertThat(summary.accuracy())
                .isEqualTo(found.main().evaluation().figures().estimate(Metric.ACCURACY));
        assertThat(summary.area().value()).isEqualTo(found.main().area().area());
        List<String> lines = Files.readAllLines(saved.resolve("predictions.csv"));
        assertThat(lines).hasSize(IMAGES + 1);
        assertThat(lines.get(0)).isEqualTo("image,group,class,seen,p(stroke),p(healthy)");
        assertThat(lines.get(1)).startsWith("images/healthy/000.png,p0,healthy,true,0.");
        assertThat(lines.get(2)).startsWith("images/healthy/002.png,p0,healthy,false,0.");
        assertThat(Files.readAllLines(saved.resolve("group-predictions.csv")).get(1))
                .startsWith("p0,healthy,0.");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Evaluator(knowing, OPTIONS.withPositiveClass("tumour")).evaluate(images))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("tumour", "stroke, healthy");
        assertThatThrownBy(() -> OPTIONS.withPrevalences(List.of(5.0)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("0.05 for 5 %");
        try (TransferModel model = TestModels.builder(new TinyBackbone(0))
                .classes(List.of("healthy", "tumour"))
                .build()) {
            Path file = folder.resolve("tumour.graft");
            ModelFile.save(model, new Provenance(Map.of()), file);
            try (EvaluatedModel other = EvaluatedModel.open(file, ENGINE)) {
                assertThatThrownBy(() -> new Evaluator(other, OPTIONS).evaluate(images))
                        .isInstanceOf(GraftException.class)
                        .hasMessageContainingAll("does not know: stroke");
                assertThatThrownBy(() -> new Evaluator(knowing, OPTIONS).evaluate(images, other))
                        .isInstanceOf(GraftException.class)
                        .hasMessageContaining("Compare models of the same classes");
            }
        }
    }
}
