package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.image.ScaledImage;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.Effort;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand images on a real cluster. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SparkScoringScaleTest {
    private static final int IMAGES = 10_000;
    private static final int BROKEN = IMAGES / 100;

    @TempDir
    Path folder;

    @Test
    void tenThousandImagesAreScoredAsOneProcessDoes() throws Exception {
        assumeTrue(Effort.THOROUGH, "some minutes");
        Path pictures = folder.resolve("pictures");
        TinyPictures.write(pictures, IMAGES - BROKEN);
        for (int i = 0; i < BROKEN; i++) {
            Files.writeString(pictures.resolve("stroke").resolve("broken" + i + ".png"), "no image");
        }
        Path model = folder.resolve("model.graft");
        try (TransferModel network = TransferModel.on(BackboneRegistry.load().get("simple-cnn"))
                .classes(List.of("healthy", "stroke"))
                .seed(5)
                .build()) {
            ModelFile.save(network, new Provenance(Map.of()), model);
        }
        Map<String, Classification> expected = new HashMap<>();
        double alone = here(pictures, model, 2, new HashMap<>());
        here(pictures, model, 1, expected);

        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 2)) {
            SparkSession spark = SparkSession.builder().config(cluster.conf()).getOrCreate();
            try {
                SparkScoring scoring = SparkScoring.of(spark, model.toString()).threads(1);
                Path parquet = folder.resolve("scores");
                // The first opens the model and lets the compiler see the code.
                scoring.folder(pictures.resolve("healthy").toString())
                        .limit(2000)
                        .write()
                        .parquet(folder.resolve("warm").toString());
                long start = System.nanoTime();
                scoring.folder(pictures.toString()).write().parquet(parquet.toString());
                double together = IMAGES / ((System.nanoTime() - start) / 1e9);
                System.out.printf(
                        "one process, two threads: %.0f images/s; two executors: %.0f images/s (%.2f); executors at most %s"
                                + " MiB%n",
                        alone, together, together / alone, peaks());
                assertScored(spark.read().parquet(parquet.toString()), expected);
            } finally {
                spark.stop();
            }
        }
    }

    private static void assertScored(Dataset<Row> scored, Map<String, Classification> expected) {
        List<Row> rows = scored.collectAsList();
        assertThat(rows).hasSize(IMAGES);
        int broken = 0;
        for (Row row : rows) {
            String path = row.getAs("path");
            Classification answer = expected.get(path.substring(path.lastIndexOf('/') + 1));
            if (answer == null) {
                broken++;
                assertThat(row.<String>getAs("error")).isNotNull();
            } else {
                assertThat(row.<Double>getList(row.fieldIndex("probabilities"))).isEqualTo(answer.probabilities());
                assertThat(row.<Double>getAs("confidence")).isEqualTo(answer.confidence());
            }
        }
        assertThat(broken).isEqualTo(BROKEN);
    }

    /** As {@code graft predict} does; images a second. */
    private static double here(Path pictures, Path model, int threads, Map<String, Classification> answers)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(pictures)) {
            files = walk.filter(file -> file.toString().endsWith(".png"))
                    .filter(file -> !file.getFileName().toString().startsWith("broken"))
                    .sorted()
                    .toList();
        }
        try (Classifier classifier =
                new Classifier(ModelFile.load(model), Engines.load().best(new EngineOptions(threads)))) {
            long start = 0;
            for (int from = 0; from < files.size(); from += 64) {
                if (from == 2048) {
                    start = System.nanoTime();
                }
                List<Path> some = files.subList(from, Math.min(files.size(), from + 64));
                List<ScaledImage> images = some.stream().map(classifier::read).toList();
                List<Classification> rows = classifier.classifyInFullBatches(images);
                IntStream.range(0, rows.size())
                        .forEach(i -> answers.put(some.get(i).getFileName().toString(), rows.get(i)));
            }
            return (files.size() - 2048) / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Most memory that each executor had, as Linux counts. */
    private static List<Long> peaks() throws IOException {
        List<Long> peaks = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.current()
                .descendants()
                .filter(SparkScoringScaleTest::isExecutor)
                .toList()) {
            Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .forEach(line -> peaks.add(Long.parseLong(line.replaceAll("\\D", "")) >> 10));
        }
        return peaks;
    }

    private static boolean isExecutor(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("CoarseGrainedExecutorBackend");
        } catch (IOException e) {
            return false;
        }
    }
}
