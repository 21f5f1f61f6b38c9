package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Graft;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.freeze.FreezePolicy;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classifier;
import dev.graft.optimizer.Optimizer;
import dev.graft.phantom.PhantomDataset;
import dev.graft.progress.Progress;
import dev.graft.run.TransferRun;
import dev.graft.train.Phase;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README shows runs and is true. */
class ReadmeExampleTest {
    private static final Path README = Path.of("../README.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/graft/cli/ReadmeExampleTest.java");

    @TempDir
    Path directory;

    private Prediction example(Path folder, Path result, Path image) {
        // README begins
        Graft graft = Graft.create();
        ImageDataset images =
                new ImageFolder(folder).read(ReadOptions.defaults().withGroupPattern("patient-(\\d+)"));
        try (TransferRun run = graft.transfer(images)
                .weights("ifs1000") // in the jar; without this line ImageNet's are downloaded once
                .size(64)
                .headPhase(new Phase(FreezePolicy.allFrozen(), 5, Optimizer.adam(1e-3)))
                .fineTune(new Phase(FreezePolicy.lastLayers(3), 2, Optimizer.adam(1e-4)))
                .run()) {
            run.save(result);
        }
        try (Classifier classifier = graft.classifier(result.resolve("model.graft"))) {
            return classifier.predict(List.of(image)).get(0);
        }
        // README ends
    }

    @Test
    void theExampleRuns() {
        Path folder = directory.resolve("images");
        PhantomDataset.standard().withImages(48).withSize(64).write(folder, Progress.NONE, 2);
        Path result = directory.resolve("result");
        Path image = folder.resolve("stroke/patient-0002_slice-1.png");
        Prediction prediction = example(folder, result, image);
        assertThat(prediction.probabilities()).hasSize(2);
        assertThat(prediction.image()).isEqualTo(image.toString());
        assertThat(result.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void readmeShowsExactlyThisExample() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int begin = indexOf(lines, "// README begins");
        int end = indexOf(lines, "// README ends");
        String code = String.join("\n", lines.subList(begin + 1, end)).stripIndent();
        assertThat(Files.readString(README)).contains("```java\n" + code + "\n```\n");
    }

    private static int indexOf(List<String> lines, String comment) {
        return lines.stream().map(String::strip).toList().indexOf(comment);
    }

    /** The second of them is what {@code .ci/run} runs. */
    @Test
    void theFirstBlockHoldsTheMainJobAndTheTests() throws IOException {
        String text = Files.readString(README);
        String block = text.substring(text.indexOf("```"), text.indexOf("\n```", text.indexOf("```") + 3));
        List<String> lines = block.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("mvn ").endsWith("java -jar cli/target/graft.jar demo");
        assertThat(lines.get(2)).startsWith("mvn ").endsWith(" verify");
    }

    @Test
    void theTableOfBackbonesIsTheRegistry() throws IOException {
        String expected = BackboneRegistry.load().all().stream()
                .map(Backbone::spec)
                .map(ReadmeExampleTest::row)
                .collect(Collectors.joining("\n"));
        String actual = Files.readAllLines(README).stream()
                .dropWhile(line -> !line.startsWith("| id "))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        assertThat(actual).isEqualTo(expected);
    }

    /** It may hold more: files of backbones that are yet to come. */
    @Test
    void theTableOfWeightsHoldsAllThatArePublished() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/weights.md"));
        for (Backbone backbone : BackboneRegistry.load().all()) {
            for (WeightsDescriptor weights : backbone.spec().weights()) {
                assertThat(lines).contains(row(backbone.spec().id(), weights));
            }
        }
    }

    private static String row(String backbone, WeightsDescriptor weights) {
        String file = weights.location() instanceof WeightsLocation.Published published
                ? "`" + published.fileName() + "`"
                : "in the jar";
        return String.format(
                Locale.ROOT,
                "| `%s` | `%s` | %s | %,d | `%s` | %s |",
                backbone,
                weights.id(),
                file,
                weights.bytes(),
                weights.checksum(),
                weights.licence());
    }

    private static String row(BackboneSpec spec) {
        String weights = spec.weights().stream()
                .map(w -> String.format(
                        Locale.ROOT, "`%s` (%.1f MB%s)", w.id(), w.bytes() / 1e6, w.bundled() ? ", in the jar" : ""))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %,d | %d px, at least %d | %s |",
                spec.id(),
                spec.layers(),
                spec.parameters(),
                spec.defaultSize(),
                spec.minimumSize(),
                weights);
    }
}
