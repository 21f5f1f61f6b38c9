package dev.graft.report;

import dev.graft.search.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes example reports of experiments to look at, {@code target/report-preview/experiment.html} and {@code folds.html}, and one of as many
 * trials as a second argument says.
 */
final class ExperimentPreview {
    private ExperimentPreview() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments.length > 0 ? arguments[0] : "target/report-preview");
        write(target.resolve("experiment.html"), ExperimentFixture.reference());
        write(target.resolve("folds.html"), FoldExperimentFixture.experiment());
        if (arguments.length > 1) {
            write(target.resolve("many.html"), ExperimentFixture.large(Integer.parseInt(arguments[1])));
        }
    }

    private static void write(Path file, Experiment experiment) throws IOException {
        Files.createDirectories(file.getParent());
        long start = System.nanoTime();
        Files.writeString(file, ExperimentFixture.page(experiment));
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%s: %d trials, %.2f MB, %.2f s, heap %d MiB%n",
                file,
                experiment.result().trials().size(),
                Files.size(file) / 1e6,
                (System.nanoTime() - start) / 1e9,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
