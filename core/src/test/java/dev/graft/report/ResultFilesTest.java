package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    @TempDir
    Path directory;

    @Test
    void resultComesBackEqual() {
        for (TrainingResult result : List.of(Fixtures.healthy(), Fixtures.troubled(), diverged())) {
            ResultFiles files = new ResultFiles(directory);
            files.write(result, List.of());

            assertThat(ResultFiles.read(files.result())).isEqualTo(result);
        }
    }

    @Test
    void resultsOfEarlierVersionsAreCompletedFromTheirPredictions() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(Fixtures.healthy(), List.of());
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(files.result().toFile());
        tree.remove(List.of("thresholds", "duplicates", "chanceTest", "comparison"));
        for (String part : List.of("validation", "test")) {
            ((ObjectNode) tree.get(part)).remove(List.of("classes", "macro", "weighted", "intervals"));
        }
        mapper.writeValue(files.result().toFile(), tree);

        TrainingResult read = ResultFiles.read(files.result());

        TrainingResult healthy = Fixtures.healthy();
        assertThat(read.test()).contains(Evaluation.of(healthy.testPredictions(), 2, 1));
        assertThat(read.history()).isEqualTo(healthy.history());
        assertThat(read.thresholds()).isEmpty();
        assertThat(read.duplicates()).isEmpty();
        assertThat(read.chanceTest()).isEmpty();
        assertThat(read.comparison()).isEmpty();
    }

    @Test
    void undefinedAndInfiniteNumbersAreStringsInValidJson() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(diverged(), List.of());

        var epoch = new ObjectMapper().readTree(files.result().toFile()).at("/history/epochs/1");
        assertThat(epoch.get("trainLoss").asText()).isEqualTo("NaN");
        assertThat(epoch.get("validationLoss").asText()).isEqualTo("Infinity");
    }

    @Test
    void historyIsOneLineAnEpoch() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.write(diverged(), List.of());

        assertThat(Files.readString(files.history()))
                .isEqualTo(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n"
                                + "1,1,0.7,0.5,0.8,0.5,0.01,1.5\n"
                                + "1,2,NaN,0.5,Infinity,0.5,0.01,1.5\n");
    }

    @Test
    void measurementsInInferenceModeGetColumnsWhereThereAreSome() throws IOException {
        Path file = directory.resolve("log.csv");
        HistoryLog log = new HistoryLog(file);

        log.trainingStarted(List.of(new EpochRecord(1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5)));
        log.epochFinished(2, new EpochRecord(1, 0.6, 0.5, 0.8, 0.5, 0.01, 1.5, 0.55, 0.75), false);

        assertThat(Files.readString(file))
                .isEqualTo(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds"
                                + ",train_inference_loss,train_inference_accuracy\n"
                                + "1,1,0.7,0.5,0.8,0.5,0.01,1.5,NaN,NaN\n"
                                + "2,1,0.6,0.5,0.8,0.5,0.01,1.5,0.55,0.75\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeGetsEachLineOfTheLogOnce() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        HistoryLog log = new HistoryLog(pipe);
        log.trainingStarted(List.of());
        EpochRecord epoch = new EpochRecord(1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5);
        log.epochFinished(1, epoch, true);
        log.epochFinished(2, epoch, false);
        log.trainingFinished(new History(List.of(epoch, epoch)), Optional.empty());

        assertThat(reader.get(10, TimeUnit.SECONDS).lines())
                .hasSize(3)
                .startsWith(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds",
                        "1,1,0.7,0.5,0.8,0.5,0.01,1.5");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void equalInputGivesEqualBytes() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        for (Path target : List.of(directory, other)) {
            TrainingResult result = Fixtures.healthy();
            new ResultFiles(target).write(result, Fixtures.samples(result));
        }

        for (String name : List.of("history.csv", "result.json", "report.html")) {
            assertThat(other.resolve(name)).hasSameBinaryContentAs(directory.resolve(name));
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"format\": 1, \"title\": ");
        Path incomplete = Files.writeString(directory.resolve("incomplete.json"), "{\"format\": 1}");
        Path later = Files.writeString(directory.resolve("later.json"), "{\"format\": 2}");
        Path foreign = Files.writeString(directory.resolve("foreign.json"), "[]");

        assertThatThrownBy(() -> ResultFiles.read(directory.resolve("none.json")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No file")
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> ResultFiles.read(broken)).hasMessageContaining("Could not read");
        assertThatThrownBy(() -> ResultFiles.read(incomplete)).hasMessageContaining("title");
        assertThatThrownBy(() -> ResultFiles.read(later)).hasMessageContaining("Found format 2");
        assertThatThrownBy(() -> ResultFiles.read(foreign)).hasMessageContaining("Found no format number");
    }

    @Test
    void needsItsDirectory() {
        assertThatThrownBy(() -> new ResultFiles(directory.resolve("none")).write(diverged(), List.of()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No directory");
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
                        new EpochRecord(1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5),
                        new EpochRecord(2, Double.NaN, 0.5, Double.POSITIVE_INFINITY, 0.5, 0.01, 1.5))),
                Evaluation.of(predictions, 2, 1),
                Optional.of(Evaluation.of(List.of(), 2, 1)),
                predictions,
                List.of(),
                List.of(),
                provenance);
    }
}
