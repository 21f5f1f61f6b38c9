package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the best models look is shown if their files were kept. */
class SearchExplanationsTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("tiny")
            .learningRates(0.01, 0.001)
            .epochs(1)
            .patiences(0)
            .batchSizes(6)
            .build();

    @TempDir
    static Path shared;

    private static ImageDataset images;
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());

    @BeforeAll
    static void pictures() throws IOException {
        images = TinyPictures.write(shared.resolve("pictures"), 24);
    }

    @Test
    void theBestModelsAreExplainedOnceAndForEveryPageAfter() throws IOException {
        Path folder = shared.resolve("kept");
        SearchResult result = search(folder, true);
        SearchReport report = SearchReport.of(Ledger.read(folder));

        report.explain(result, SearchFixture.data(images), ENGINE);
        List<TrialDiagnosis> first = report.experiment(result).diagnoses();
        report.explain(result, SearchFixture.data(images), ENGINE);
        deleteModels(folder);
        report.explain(result, SearchFixture.data(images), ENGINE);

        assertThat(first.get(1).sentences()).singleElement().asString().contains("Grad-CAM of top_activation");
        assertThat(first.get(1).pictures().stream().map(TrialDiagnosis.Picture::caption))
                .hasSizeGreaterThan(2 * 4)
                .contains("the places that spoke for it");
        assertThat(report.experiment(result).diagnoses())
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(explanations(folder)).isEqualTo(1);
    }

    @Test
    void withoutModelsThereIsNothingToExplain() throws IOException {
        Path folder = shared.resolve("none");
        SearchResult result = search(folder, false);
        SearchReport report = SearchReport.of(Ledger.read(folder));

        report.explain(result, SearchFixture.data(images), ENGINE);

        assertThat(report.experiment(result).diagnoses())
                .allMatch(diagnosis -> diagnosis.pictures().isEmpty());
        assertThat(explanations(folder)).isZero();
    }

    private static SearchResult search(Path folder, boolean models) {
        LocalOptions options = SearchFixture.options().withModels(models);
        return SearchFixture.search(images, SearchFixture.executor(folder, options))
                .space(SPACE)
                .run(folder);
    }

    private static long explanations(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(path -> path.endsWith("explanations/explanations.json"))
                    .count();
        }
    }

    private static void deleteModels(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path file : walk.filter(path -> path.endsWith("model.graft")).toList()) {
                Files.delete(file);
            }
        }
    }
}
