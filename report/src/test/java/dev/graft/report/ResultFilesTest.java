package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.GroupedResult;
import dev.graft.result.ManyClasses;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultFiles;
import dev.graft.result.ResultWriters;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import dev.graft.run.Reproduction;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    @TempDir
    Path directory;

    @Test
    void resultComesBackEqual() {
        for (TrainingResult result : List.of(Fixtures.healthy(), Fixtures.grouped(), Fixtures.troubled(), diverged())) {
            ResultFiles files = new ResultFiles(directory);
            files.write(result);

            assertThat(ResultFiles.read(files.result())).isEqualTo(result);
        }
    }

    @Test
    void resultsOfEarlierVersionsAreCompletedFromTheirPredictions() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(Fixtures.healthy());
        ObjectNode tree = earlier(files);
        tree.remove(List.of("thresholds", "duplicates", "chanceTest", "comparison"));
        for (String part : List.of("validation", "test")) {
            ((ObjectNode) tree.get(part)).remove(List.of("classes", "macro", "weighted", "intervals"));
        }
        new ObjectMapper().writeValue(files.result().toFile(), tree);

        TrainingResult read = ResultFiles.read(files.result());

        TrainingResult healthy = Fixtures.healthy();
        assertThat(read.test()).contains(Evaluation.of(healthy.testPredictions(), 2, 1));
        assertThat(read.history()).isEqualTo(healthy.history());
        assertThat(read.thresholds()).isEmpty();
        assertThat(read.duplicates()).isEmpty();
        assertThat(read.chanceTest()).isEmpty();
        assertThat(read.comparison()).isEmpty();
    }

    /** Before a score was chosen it was the mean log odds, of the test part alone. */
    @Test
    void figuresByGroupOfEarlierVersionsAreThoseOfTheMeanLogOdds() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        TrainingResult grouped = Fixtures.grouped();
        files.write(grouped);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(files.result().toFile());
        assertThat(tree.at("/byGroup/choice/candidates/2/score").asText()).isEqualTo("noisy-or");
        tree.set("testByGroup", tree.remove("byGroup").get("test"));
        mapper.writeValue(files.result().toFile(), tree);

        GroupedResult read = ResultFiles.read(files.result()).byGroup().orElseThrow();

        assertThat(read.choice()).isEqualTo(GroupScoreChoice.NONE);
        assertThat(read.validation()).isEmpty();
        assertThat(read.test()).isEqualTo(grouped.byGroup().orElseThrow().test());
    }

    @Test
    void groupsOfOtherClassesAreRefused() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(Fixtures.grouped());
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(files.result().toFile());
        ((ObjectNode) tree.at("/byGroup/testPredictions/0")).put("actual", 2);
        mapper.writeValue(files.result().toFile(), tree);

        assertThatThrownBy(() -> ResultFiles.read(files.result()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("predictions of 2 classes");
    }

    @Test
    void aRepetitionIsComparedByGroupToo() {
        TrainingResult grouped = Fixtures.grouped();
        Map<String, String> others = new LinkedHashMap<>();
        grouped.validationPredictions().forEach(p -> others.put(p.image(), "v" + others.size() / 4));
        grouped.testPredictions().forEach(p -> others.put(p.image(), "t" + others.size() / 3));

        assertThat(Reproduction.of(grouped, grouped).lines())
                .extracting(Reproduction.Line::name)
                .endsWith("score of groups", "validation figures by group", "test figures by group");
        assertThat(Reproduction.of(grouped, grouped).equal()).isTrue();
        for (TrainingResult other : List.of(Fixtures.healthy(), Fixtures.grouped(others))) {
            assertThat(Reproduction.of(grouped, other).lines().stream()
                            .filter(line -> !line.equal())
                            .map(Reproduction.Line::name))
                    .containsExactly("score of groups", "validation figures by group", "test figures by group");
        }
        // Results of earlier versions may lack them.
        assertThat(Reproduction.of(Fixtures.healthy(), grouped).equal()).isTrue();
    }

    @Test
    void findingsPhasesAndFactsOfEarlierVersionsAreFoundInWhatTheyWrote() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(Fixtures.troubled());
        ObjectNode tree = earlier(files);
        ObjectNode sections = (ObjectNode) tree.at("/provenance/sections");
        sections.putObject("model").put("total parameters", 4_379_301).put("trainable parameters", 1_351_234);
        sections.putObject("data").put("source", "photos").put("manifest hash", "9f86");
        sections.putObject("machine")
                .put("engine", "dl4j 1")
                .put("engine asked for", "cpu: layer 'a' cannot be compiled")
                .put("seconds of training", 2.5);
        ((ArrayNode) tree.get("findings")).add("Something new.");
        new ObjectMapper().writeValue(files.result().toFile(), tree);

        TrainingResult read = ResultFiles.read(files.result());

        TrainingResult troubled = Fixtures.troubled();
        assertThat(read.history()).isEqualTo(troubled.history());
        assertThat(read.findings().stream().limit(4).map(Finding::sentence))
                .containsExactlyElementsOf(
                        troubled.findings().stream().map(Finding::sentence).toList());
        assertThat(read.findings().stream().map(Finding::kind))
                .containsExactly(
                        FindingKind.COLLAPSED,
                        FindingKind.OVERFITTED,
                        FindingKind.FEW_IMAGES,
                        FindingKind.UNBALANCED,
                        FindingKind.REMARK);
        RunFacts facts = read.facts().orElseThrow();
        assertThat(facts.source()).isEqualTo("photos");
        assertThat(facts.lastTrainableParameters()).isEqualTo(1_351_234);
        assertThat(facts.fallback()).contains(new RunFacts.Fallback("cpu", "layer 'a' cannot be compiled"));
        assertThat(facts.totalSeconds()).isEqualTo(2.5);
    }

    @Test
    void theFoldOfAnEarlierResultIsFoundAmongItsSettings() throws IOException {
        TrainingResult fold = Fixtures.fold();
        ResultFiles files = new ResultFiles(directory);
        files.write(fold);
        assertThat(ResultFiles.read(files.result()).facts()).isEqualTo(fold.facts());
        ObjectNode tree =
                (ObjectNode) new ObjectMapper().readTree(files.result().toFile());
        ((ObjectNode) tree.get("facts")).remove("fold");
        new ObjectMapper().writeValue(files.result().toFile(), tree);
        assertThat(ResultFiles.read(files.result()).facts().orElseThrow().fold())
                .isEmpty();
        ((ObjectNode) tree.at("/provenance/sections"))
                .putObject(TrainingSettings.SECTION)
                .putObject("split")
                .put("fold", 2)
                .put("folds", 5);
        new ObjectMapper().writeValue(files.result().toFile(), tree);

        assertThat(ResultFiles.read(files.result()).facts()).isEqualTo(fold.facts());
    }

    /** As format 1 was: findings are sentences, epochs know no phase, and what programs ask stands in the provenance alone. */
    private static ObjectNode earlier(ResultFiles files) throws IOException {
        ObjectNode tree =
                (ObjectNode) new ObjectMapper().readTree(files.result().toFile());
        tree.put("format", 1).remove("facts");
        tree.at("/history/epochs").forEach(epoch -> ((ObjectNode) epoch).remove("phase"));
        ArrayNode sentences = tree.arrayNode();
        tree.get("findings").forEach(finding -> sentences.add(finding.get("sentence")));
        tree.set("findings", sentences);
        return tree;
    }

    @Test
    void ofManyClassesWhatOccurredIsKeptAndTheLikeliestOfEachImage() throws IOException {
        TrainingResult result = ManyClassesFixture.result(ManyClasses.AT_MOST + 1, 3);
        ResultFiles files = new ResultFiles(directory);
        files.write(result);

        TrainingResult read = ResultFiles.read(files.result());

        assertThat(read.test()).isEqualTo(result.test());
        assertThat(read.validation()).isEqualTo(result.validation());
        assertThat(read.testPredictions())
                .isEqualTo(result.testPredictions().stream()
                        .map(Prediction::condensed)
                        .toList());
        assertThat(read.validationPredictions()).allMatch(Prediction::isCondensed);
        JsonNode tree = new ObjectMapper().readTree(files.result().toFile());
        assertThat(tree.get("format").asInt()).isEqualTo(3);
        assertThat(tree.at("/test/confusion/classes").asInt()).isEqualTo(21);
        assertThat(tree.at("/test/confusion/cells/0")).hasSize(3);
        assertThat(tree.at("/testPredictions/0/likeliest").size()).isBetween(5, 6);

        files.write(read);
        assertThat(ResultFiles.read(files.result())).isEqualTo(read);
    }

    @Test
    void upToTwentyClassesEveryCellAndEveryProbabilityIsKept() throws IOException {
        TrainingResult result = ManyClassesFixture.result(ManyClasses.AT_MOST, 2);
        ResultFiles files = new ResultFiles(directory);
        files.write(result);

        assertThat(ResultFiles.read(files.result())).isEqualTo(result);
        JsonNode tree = new ObjectMapper().readTree(files.result().toFile());
        assertThat(tree.get("format").asInt()).isEqualTo(3);
        assertThat(tree.at("/test/confusion")).hasSize(20);
        assertThat(tree.at("/testPredictions/0/probabilities")).hasSize(20);
    }

    @Test
    void ofManyClassesARepetitionIsComparedByWhatTheFileHolds() throws IOException {
        TrainingResult result = ManyClassesFixture.result(25, 2);
        new ResultFiles(directory).write(result);
        TrainingResult read = ResultFiles.read(directory.resolve("result.json"));
        List<Prediction> changed = new ArrayList<>(result.testPredictions());
        List<Double> swapped = new ArrayList<>(changed.get(7).probabilities());
        Collections.swap(swapped, changed.get(7).predicted(), 24);
        changed.set(7, new Prediction(changed.get(7).image(), changed.get(7).actual(), swapped));
        TrainingResult other = result.with(result.validationPredictions(), changed);

        assertThat(Reproduction.of(read, result).equal()).isTrue();
        assertThat(Reproduction.of(read, other).lines().stream()
                        .filter(line -> !line.equal())
                        .map(line -> line.name() + " " + line.differences().size()))
                .containsExactly("test predictions 1");
    }

    @Test
    void resultsOfManyClassesOfEarlierVersionsAreRead() throws IOException {
        TrainingResult result = ManyClassesFixture.result(30, 3);
        ResultFiles files = new ResultFiles(directory);
        files.write(result);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = earlier(files);
        for (String part : List.of("validation", "test")) {
            Evaluation evaluation = part.equals("test") ? result.test().orElseThrow() : result.validation();
            ObjectNode figures = (ObjectNode) tree.get(part);
            figures.remove("topFiveAccuracy");
            ((ObjectNode) figures.get("intervals")).remove("topFiveAccuracy");
            figures.set("confusion", mapper.valueToTree(evaluation.confusion().rows()));
            List<Prediction> all = part.equals("test") ? result.testPredictions() : result.validationPredictions();
            ArrayNode stored = tree.putArray(part + "Predictions");
            all.forEach(p -> stored.addObject()
                    .put("image", p.image())
                    .put("actual", p.actual())
                    .set("probabilities", mapper.valueToTree(p.probabilities())));
        }
        mapper.writeValue(files.result().toFile(), tree);

        TrainingResult read = ResultFiles.read(files.result());
        assertThat(read.test()).isEqualTo(result.test());
        assertThat(read.validation()).isEqualTo(result.validation());
        assertThat(read.testPredictions()).isEqualTo(result.testPredictions());
        assertThat(read.history()).isEqualTo(result.history());
    }

    /** A later version may add a metric to the format as it is. */
    @Test
    void figuresThatAFileLacksAreComputedFromItsPredictions() throws IOException {
        TrainingResult result = Fixtures.healthy();
        ResultFiles files = new ResultFiles(directory);
        files.write(result);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(files.result().toFile());
        for (String id : List.of("matthews", "sensitivity", "f1")) {
            tree.findParents(id).forEach(object -> ((ObjectNode) object).remove(id));
        }
        mapper.writeValue(files.result().toFile(), tree);

        Evaluation read = ResultFiles.read(files.result()).validation();
        Evaluation written = result.validation();
        for (Metric metric : Metric.values()) {
            assertThat(read.value(metric)).isEqualTo(Double.valueOf(written.value(metric)));
        }
        assertThat(read.classes().get(0).value(Metric.F1))
                .isEqualTo(written.classes().get(0).value(Metric.F1));
        assertThat(read.macro().value(Metric.SENSITIVITY))
                .isEqualTo(written.macro().value(Metric.SENSITIVITY));
        assertThat(read.interval(Metric.SENSITIVITY)).isEqualTo(written.interval(Metric.SENSITIVITY));
        assertThat(read.interval(Metric.MATTHEWS)).as("resamples take long").isEqualTo(Interval.UNKNOWN);
        assertThat(read.resampling()).isEqualTo(written.resampling());
    }

    @Test
    void figuresOfManyClassesThatAFileLacksAreUndefined() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(ManyClassesFixture.result(30, 3));
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(files.result().toFile());
        tree.findParents("matthews").forEach(object -> ((ObjectNode) object).remove("matthews"));
        mapper.writeValue(files.result().toFile(), tree);

        Evaluation read = ResultFiles.read(files.result()).validation();

        assertThat(read.value(Metric.MATTHEWS)).isNaN();
        assertThat(read.interval(Metric.MATTHEWS)).isEqualTo(Interval.UNKNOWN);
        assertThat(read.accuracy()).isPositive();
    }

    /** The images' names and five probabilities, three numbers for each kind of mistake, and some lines for each class. */
    @Test
    void aResultGrowsWithItsImagesAndClassesAndNotWithTheirProduct() throws IOException {
        ResultFiles files = new ResultFiles(directory);

        files.write(ManyClassesFixture.result(196, 4));

        assertThat(Files.size(files.result())).isLessThan(2 * (196 * 4 * 400L + 196 * 1400L));
    }

    @Test
    void undefinedAndInfiniteNumbersAreStringsInValidJson() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(diverged());

        var epoch = new ObjectMapper().readTree(files.result().toFile()).at("/history/epochs/1");
        assertThat(epoch.get("trainLoss").asText()).isEqualTo("NaN");
        assertThat(epoch.get("validationLoss").asText()).isEqualTo("Infinity");
    }

    @Test
    void historyIsOneLineAnEpoch() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(diverged());

        assertThat(Files.readString(files.history()))
                .isEqualTo(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n"
                                + "1,1,0.7,0.5,0.8,0.5,0.01,1.5\n"
                                + "1,2,NaN,0.5,Infinity,0.5,0.01,1.5\n");
    }

    @Test
    void equalInputGivesEqualBytes() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        for (Path target : List.of(directory, other)) {
            TrainingResult result = Fixtures.healthy();
            ResultWriters.found().write(result, Fixtures.samples(result), target);
        }

        for (String name : List.of("history.csv", "result.json", "report.html")) {
            assertThat(other.resolve(name)).hasSameBinaryContentAs(directory.resolve(name));
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"format\": 1, \"title\": ");
        Path incomplete = Files.writeString(directory.resolve("incomplete.json"), "{\"format\": 1}");
        Path later = Files.writeString(directory.resolve("later.json"), "{\"format\": 4}");
        Path foreign = Files.writeString(directory.resolve("foreign.json"), "[]");

        assertThatThrownBy(() -> ResultFiles.read(directory.resolve("none.json")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No file")
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> ResultFiles.read(broken)).hasMessageContaining("Could not read");
        assertThatThrownBy(() -> ResultFiles.read(incomplete)).hasMessageContaining("title");
        assertThatThrownBy(() -> ResultFiles.read(later)).hasMessageContaining("Found format 4");
        assertThatThrownBy(() -> ResultFiles.read(foreign)).hasMessageContaining("Found no format number");
    }

    @Test
    void aFileWhosePartsDoNotFitTogetherIsRefused() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(ManyClassesFixture.result(25, 2));
        String whole = Files.readString(files.result());
        Map<String, JsonNode> damages = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        damages.put("/positiveClass", mapper.readTree("25"));
        damages.put("/classNames", mapper.readTree("[\"a\", \"b\"]"));
        damages.put("/title", mapper.readTree("null"));
        damages.put("/parts/0/imagesPerClass", mapper.readTree("[1, null]"));
        damages.put("/test/confusion", mapper.readTree("{\"classes\": 2000000000, \"cells\": [[1, 1, 1]]}"));
        damages.put("/test/confusion/cells", mapper.readTree("[[0, 25, 1]]"));
        damages.put("/test/confusion/cells/0", mapper.readTree("[0]"));
        damages.put("/validation/classes", mapper.readTree("[]"));
        damages.put("/validation/intervals", mapper.readTree("7"));
        damages.put("/testPredictions/0/likeliest", mapper.readTree("[[-1, 0.5]]"));
        damages.put("/testPredictions/1/likeliest", mapper.readTree("[[]]"));
        damages.put("/testPredictions/2/likeliest", mapper.readTree("null"));
        damages.put("/testPredictions/3/actual", mapper.readTree("25"));

        damages.forEach((place, value) -> {
            try {
                ObjectNode tree = (ObjectNode) mapper.readTree(whole);
                int last = place.lastIndexOf('/');
                JsonNode parent = tree.at(place.substring(0, last));
                if (parent instanceof ArrayNode array) {
                    array.set(Integer.parseInt(place.substring(last + 1)), value);
                } else {
                    ((ObjectNode) parent).set(place.substring(last + 1), value);
                }
                mapper.writeValue(files.result().toFile(), tree);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThatThrownBy(() -> ResultFiles.read(files.result()))
                    .as(place)
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("result.json");
        });
    }

    @Test
    void needsItsDirectory() {
        assertThatThrownBy(() -> new ResultFiles(directory.resolve("none")).write(diverged()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("none");
    }

    /** Undefined wherever a result can be, with every kind of provenance value. */
    private static TrainingResult diverged() {
        List<Prediction> predictions = List.of(new Prediction("a.png", 0, List.of(Double.NaN, Double.NaN)));
        Provenance provenance = new Provenance(Map.of())
                .with(
                        "settings",
                        Map.of("int", 7, "long", 1L << 40, "double", 0.1, "boolean", true, "list", List.of("a", "b")));
        return new TrainingResult(
                "diverged",
                Fixtures.CLASSES,
                1,
                List.of(new PartSummary("train", List.of(1, 1), -1)),
                List.of(),
                List.of(),
                List.of(),
                new History(List.of(
                        new EpochRecord(1, 1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5),
                        new EpochRecord(1, 2, Double.NaN, 0.5, Double.POSITIVE_INFINITY, 0.5, 0.01, 1.5))),
                Evaluation.of(predictions, 2, 1),
                Optional.of(Evaluation.of(List.of(), 2, 1)),
                predictions,
                List.of(),
                List.of(),
                provenance);
    }
}
