package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ensemble answers with the weighted mean of its models, and its file names nothing but them. */
class OpenedModelTest {
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());

    @TempDir
    static Path folder;

    @BeforeAll
    static void save() throws IOException {
        Files.createDirectories(folder.resolve("trials"));
        save("trials/a.graft", 1, 32, List.of("healthy", "stroke"));
        save("trials/b.graft", 2, 32, List.of("healthy", "stroke"));
        save("trials/small.graft", 2, 16, List.of("healthy", "stroke"));
        save("trials/turned.graft", 2, 32, List.of("stroke", "healthy"));
    }

    private static void save(String name, long seed, int size, List<String> classes) {
        try (TransferModel model = TestModels.builder(new TinyBackbone(0))
                .seed(seed)
                .size(size)
                .classes(classes)
                .build()) {
            TestModels.amplify(model);
            Provenance provenance = new Provenance(Map.of("model", Map.of("seed", seed)));
            ModelFile.save(
                    new ModelFile.Saved(model, provenance, new Calibration(3, 7), Optional.empty()),
                    folder.resolve(name));
        }
    }

    private static String member(String name, String weight) {
        try {
            Path file = folder.resolve(name);
            String sha256 = Files.isRegularFile(file) ? DigestUtils.sha256Hex(Files.readAllBytes(file)) : "";
            return "{'model': '" + name + "', 'sha256': '" + sha256 + "', 'weight': " + weight + "}";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path ensemble(String... members) throws IOException {
        return written(
                "{'format': 1, 'measure': 'accuracy', 'calibration': {'temperature': 2.0, 'images': 5}, 'members': ["
                        + String.join(", ", members) + "]}");
    }

    private static Path written(String json) throws IOException {
        return Files.writeString(folder.resolve("ensemble.json"), json.replace('\'', '"'));
    }

    private static List<List<Double>> alone(String name, List<RgbImage> pictures) {
        try (OpenedModel opened = OpenedModel.open(folder.resolve(name), ENGINE)) {
            return opened.classifier().probabilities(pictures);
        }
    }

    @Test
    void anEnsembleAnswersWithTheWeightedMean() throws IOException {
        List<RgbImage> pictures = TestModels.pictures(20, InputShape.square(32), 3);
        List<List<Double>> first = alone("trials/a.graft", pictures);
        List<List<Double>> second = alone("trials/b.graft", pictures);

        try (OpenedModel opened = OpenedModel.open(
                ensemble(member("trials/a.graft", "0.25"), member("trials/b.graft", "0.75")), ENGINE)) {
            List<Classification> answers = opened.classifier().classify(pictures);

            for (int i = 0; i < pictures.size(); i++) {
                for (int c = 0; c < 2; c++) {
                    double mean =
                            0.25 * first.get(i).get(c) + 0.75 * second.get(i).get(c);
                    assertThat(answers.get(i).probabilities().get(c)).isCloseTo(mean, within(1e-6));
                }
                Classification answer = answers.get(i);
                assertThat(answer.confidence())
                        .isEqualTo(new Calibration(2, 5)
                                .apply(answer.probabilities())
                                .get(answer.classIndex()));
            }
            assertThat(first).isNotEqualTo(second);
            assertThat(Objects.requireNonNull(opened.provenance().sections().get("ensemble"))
                            .get("members")
                            .toString())
                    .contains("a.graft, weight 0.25", "b.graft, weight 0.75");
            assertThat(opened.provenance().sections()).containsEntry("model", Map.of("seed", 1));
        }
    }

    @Test
    void aModelFileIsOpenedAsItself() {
        try (OpenedModel opened = OpenedModel.open(folder.resolve("trials/a.graft"), ENGINE)) {
            assertThat(opened.provenance().sections()).containsOnlyKeys("model");
        }
    }

    @Test
    void viewsNeedAnAugmentationOfEachModel() throws IOException {
        Path file = ensemble(member("trials/a.graft", "1"));

        assertThatThrownBy(() -> OpenedModel.open(file, 2, AugmentationCatalog.installed(), ENGINE))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith("The model was trained without augmentation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    trials/a.graft      | 0.9         | its weights sum to 0.9
                    trials/a.graft      | 0           | found a weight of 0
                    trials/a.graft      | -1          | found a weight of -1
                    trials/a.graft      | 1e999       | its weights sum to Infinity
                    trials/c.graft      | 1           | there is no model file
                    ../a.graft          | 1           | found a model '../a.graft', expected a path within
                    trials/../../a      | 1           | expected a path within
                    /etc/passwd         | 1           | expected a path within
                    trials              | 1           | there is no model file
                    """)
    void aFileThatIsNoEnsembleIsRefusedInOneLine(String model, String weight, String told) throws IOException {
        Path file = ensemble(member(model, weight));

        assertThatThrownBy(() -> OpenedModel.open(file, ENGINE))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(told)
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }

    @Test
    void otherContentIsRefused() throws IOException {
        String changed = member("trials/a.graft", "1").replaceAll("'sha256': '.", "'sha256': 'x");
        refused(ensemble(changed), "is not the model that was selected");
        refused(ensemble("{'trial': 'abc', 'weight': 1}"), "were not kept. Search with --keep-models");
        refused(ensemble(), "expected format 1 with 1 to 100");
        refused(
                ensemble(Stream.generate(() -> member("trials/a.graft", "0.009"))
                        .limit(101)
                        .toArray(String[]::new)),
                "with 101 members");
        refused(written("{'format': 2, 'members': [{}]}"), "found format 2");
        refused(written("[1, 2"), "cannot be read");
        refused(folder.resolve("nothing.json"), "cannot be read");
        refused(
                ensemble(member("trials/a.graft", "0.5"), member("trials/small.graft", "0.5")),
                "Expected one input size and the same classes");
        refused(
                ensemble(member("trials/a.graft", "0.5"), member("trials/turned.graft", "0.5")),
                "Expected one input size and the same classes");
    }

    private static void refused(Path file, String told) {
        assertThatThrownBy(() -> OpenedModel.open(file, ENGINE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(told);
    }
}
