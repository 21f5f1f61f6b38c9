package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.result.CrossValidationResult;
import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    }
}
