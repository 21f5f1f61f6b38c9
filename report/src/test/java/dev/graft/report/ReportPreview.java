package dev.graft.report;

import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes example reports to look at: {@code target/report-preview/healthy} and {@code troubled}. */
final class ReportPreview {
    private ReportPreview() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments.length > 0 ? arguments[0] : "target/report-preview");
        write(target.resolve("healthy"), Fixtures.healthy());
        write(target.resolve("troubled"), Fixtures.troubled());
    }

    private static void write(Path directory, TrainingResult result) throws IOException {
        Files.createDirectories(directory);
        ResultWriters.found().write(result, Fixtures.samples(result), directory);
    }
}
