package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    /** So many images of each class, and one more of the first. */
    private static String dataset(int classes, int each) {
        List<ImageSample> samples = new ArrayList<>();
        for (int i = 0; i <= classes * each; i++) {
            samples.add(new ImageSample(Path.of(i + ".png"), i + ".png", i % classes, Optional.empty(), "hash " + i));
        }
        StringWriter out = new StringWriter();
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
        new Console(new PrintWriter(out)).dataset(new ImageDataset("here", names, samples, List.of(), "hash"));
        return out.toString().strip();
    }

    @Test
    void fewClassesAreCountedOneByOneAndManyTogether() {
        assertThat(dataset(2, 3)).isEqualTo("7 images: {c0=4, c1=3}");
        assertThat(dataset(20, 1)).startsWith("21 images: {c0=2, c1=1, ");
        assertThat(dataset(21, 3)).isEqualTo("64 images of 21 classes, 3 to 4 of each");
    }

    @Test
    void theTopFiveAreToldWhereThereAreMore() {
        List<Prediction> six = List.of(new Prediction("a", 1, List.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1)));
        List<Prediction> three = List.of(new Prediction("a", 1, List.of(0.5, 0.3, 0.2)));

        assertThat(FigureLine.of(Evaluation.of(six, 6, 0), 6)).contains("accuracy 0.0 %", "top-5 accuracy 100.0 %");
        assertThat(FigureLine.of(Evaluation.of(three, 3, 0), 3)).doesNotContain("top-5");
    }
}
