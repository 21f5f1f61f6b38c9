package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.result.CrossValidationFiles;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.Numbers;
import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidationPageTest {
    @TempDir
    Path directory;

    @Test
    void allFoldsHaveOnePageThatLinksTheirOwn() throws IOException {
        TrainingResult first = Fixtures.healthy();
        TrainingResult second = first.with(first.testPredictions(), first.validationPredictions());

        ResultWriters.found().write(CrossValidationResult.of(List.of(first, second), Map.of()), directory);

        assertThat(Files.readString(directory.resolve(PageWriter.REPORT)).replace("\u00a0", " "))
                .contains("240 images were classified correctly by a model that had not seen them")
                .contains("<a href=\"fold-1/report.html\">", "<a href=\"fold-2/report.html\">", "Standard deviation")
                .doesNotContain("{{", "http://", "https://");
        assertThat(directory.resolve("cross-validation.json")).exists();
        assertThat(Files.readString(directory.resolve(PageWriter.REPORT))).doesNotContain("By group");
    }

    @Test
    void allImagesAreAlsoCountedByPatient() throws IOException {
        TrainingResult first = Fixtures.healthy();
        TrainingResult second = first.with(first.testPredictions(), first.validationPredictions());
        List<Prediction> images = Stream.concat(first.testPredictions().stream(), second.testPredictions().stream())
                .toList();
        // Five images of one class each: every second one.
        Map<String, String> patients = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            patients.put(images.get(i).image(), "patient " + (i / 10 * 2 + i % 2));
        }
        CrossValidationResult result = CrossValidationResult.of(List.of(first, second), patients);
        Evaluation byGroup = result.byGroup().orElseThrow();
        assertThat(byGroup.images()).isEqualTo(48);
        long right = GroupScore.MEAN_LOGIT.group(images, patients, 1).predictions().stream()
                .filter(Prediction::correct)
                .count();
        assertThat(byGroup.accuracy()).isEqualTo(right / 48.0);
        assertThat(byGroup.resampling().units()).isEqualTo(48);

        ResultWriters.found().write(result, directory);

        assertThat(Files.readString(directory.resolve(PageWriter.REPORT)).replace("\u00a0", " "))
                .contains("Counted by group, each by the mean log odds of its images, "
                        + Numbers.percent(byGroup.accuracy())
                        + " of 48 groups were classified correctly (95 % interval ")
                .contains(">By group</th>")
                .contains(Numbers.percentRange(byGroup.interval(Metric.ACCURACY)));
        assertThat(new CrossValidationFiles(directory)
                        .read()
                        .at("/outOfFoldByGroup/images")
                        .asInt())
                .isEqualTo(48);
    }
}
