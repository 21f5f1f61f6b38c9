package dev.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.result.LearningRateFiles;
import dev.graft.result.ResultWriters;
import dev.graft.schedule.LearningRateCurve;
import dev.graft.schedule.LearningRateCurve.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateFilesTest {
    private static final LearningRateCurve CURVE = new LearningRateCurve(List.of(
            new Point(1e-4, 0.7, 0.7),
            new Point(1e-3, 0.5, 0.6),
            new Point(1e-2, 0.2, 0.3),
            new Point(1e-1, 0.2, 0.25),
            new Point(1, 3, 2)));

    @TempDir
    Path directory;

    @Test
    void theCurveIsWrittenAsNumbersAndAsAPageThatNeedsNothingElse() throws IOException {
        LearningRateFiles files = new LearningRateFiles(directory);

        new ResultWriters(List.of(ResultWriters.NUMBERS, new PageWriter())).write(CURVE, directory);

        assertThat(Files.readString(files.csv()))
                .startsWith("learning_rate,loss,smoothed_loss\n1.0E-4,0.7,0.7\n")
                .hasLineCount(6);
        assertThat(Files.readString(directory.resolve(PageWriter.LEARNING_RATE)))
                .contains("[0.001,0.5,0.6]", "Suggested learning rate: 0.01 ", "Chart.js")
                .doesNotContain("{{", "src=");
    }

    @Test
    void withoutAFallThereIsNoSuggestion() {
        LearningRateCurve rising = new LearningRateCurve(List.of(new Point(1e-4, 1, 1), new Point(1e-3, 2, 2)));

        assertThat(LearningRateFiles.suggestion(rising)).contains("no suggestion");
        assertThat(LearningRateFiles.suggestion(CURVE)).contains("falls fastest at 0.001.");
    }
}
