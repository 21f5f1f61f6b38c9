package dev.graft.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultWritersTest {
    @TempDir
    Path folder;

    /** A stranger's. */
    public static final class Tracker implements ResultWriter {
        @Override
        public void write(TrainingResult result, ResultPictures pictures, Path folder) {
            try {
                Files.writeString(folder.resolve("tracked.txt"), result.title());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aStrangersWriterIsFoundByOneLine() throws IOException {
        Path services = Files.createDirectories(folder.resolve("path/META-INF/services"));
        Files.writeString(services.resolve(ResultWriter.class.getName()), Tracker.class.getName() + "\n");
        Path output = Files.createDirectory(folder.resolve("result"));
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("path").toUri().toURL()}, usual)) {
            thread.setContextClassLoader(loader);
            ResultWriters.found().write(result(), ResultPictures.NONE, output);
        } finally {
            thread.setContextClassLoader(usual);
        }

        assertThat(output.resolve("tracked.txt")).hasContent("one epoch");
        assertThat(output.resolve("result.json")).exists();
        assertThat(output.resolve("history.csv")).exists();
    }

    @Test
    void whatAWriterThrowsIsToldWithItsName() {
        ResultWriters writers = new ResultWriters(List.of(new Tracker()));

        assertThatThrownBy(() -> writers.write(result(), ResultPictures.NONE, folder.resolve("none")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(Tracker.class.getName() + " failed: ")
                .hasMessageContaining("tracked.txt");
    }

    private static TrainingResult result() {
        List<Prediction> predictions = List.of(new Prediction("a.png", 0, List.of(0.7, 0.3)));
        return new TrainingResult(
                "one epoch",
                List.of("a", "b"),
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new History(List.of(new EpochRecord(1, 1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5))),
                Evaluation.of(predictions, 2, 1),
                Optional.empty(),
                predictions,
                List.of(),
                List.of(),
                new Provenance(Map.of()));
    }
}
