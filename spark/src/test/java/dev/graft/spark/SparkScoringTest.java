package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.GroupRule;
import dev.graft.data.ImageDataset;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.PooledPass;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a table is what the library says of its images. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkScoringTest {
    private static final int THREADS = 1;
    private static final String GROUPS = "(\\d\\d)\\d\\.png";

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static ImageDataset images;
    private static Path model;
    private static Map<String, Classification> expected;

    @BeforeAll
    static void begin() throws IOException {
        images = TinyPictures.write(folder.resolve("images"), 70);
        model = folder.resolve("model.graft");
        try (TransferModel network = network()) {
            ModelFile.save(network, new Provenance(Map.of()), model);
        }
        expected = new HashMap<>();
        try (Classifier classifier =
                new Classifier(ModelFile.load(model), Engines.load().best(engine()))) {
            List<Classification> answers = classifier.classifyInFullBatches(images.samples().stream()
                    .map(sample -> classifier.read(sample.path()))
                    .toList());
            for (int i = 0; i < answers.size(); i++) {
                expected.put(images.samples().get(i).path().getFileName().toString(), answers.get(i));
            }
        }
        Path broken = folder.resolve("images").resolve("stroke");
        Files.writeString(broken.resolve("text.png"), "no image");
        byte[] whole = Files.readAllBytes(images.samples().get(0).path());
        Files.write(broken.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "3")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();
    }

    @AfterAll
    static void end() {
        spark.stop();
    }

    private static EngineOptions engine() {
        return new EngineOptions(THREADS);
    }

    private static TransferModel network() {
        return TransferModel.on(new TinyBackbone())
                .classes(List.of("healthy", "stroke"))
                .seed(5)
                .build();
    }

    private static SparkScoring scoring() {
        return SparkScoring.of(spark, model.toString()).threads(THREADS);
    }

    private static String name(Row row) {
        String path = row.getAs("path");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void assertScored(List<Row> rows) {
        assertThat(rows).hasSize(72);
        for (Row row : rows) {
            Classification answer = expected.get(name(row));
            if (answer == null) {
                assertThat(row.<String>getAs("error")).contains(name(row));
                assertThat(row.<Object>getAs("class")).isNull();
                assertThat(row.<Object>getAs("probabilities")).isNull();
            } else {
                assertThat(row.<Object>getAs("error")).isNull();
                assertThat(row.<String>getAs("class")).isEqualTo(answer.className());
                assertThat(row.<Double>getAs("probability")).isEqualTo(answer.probability());
                assertThat(row.<Double>getAs("confidence")).isEqualTo(answer.confidence());
                assertThat(row.<Double>getList(row.fieldIndex("probabilities"))).isEqualTo(answer.probabilities());
                assertThat(row.<String>getList(row.fieldIndex("warnings"))).isEqualTo(answer.warnings());
            }
        }
    }

    @Test
    void aFolderIsScoredToTheLastDigitAndUnreadableFilesAreRows() {
        Path parquet = folder.resolve("scores");

        scoring().folder(folder.resolve("images").toString()).write().parquet(parquet.toString());

        Dataset<Row> scored = spark.read().parquet(parquet.toString());
        assertThat(scored.columns())
                .containsExactly(
                        "path",
                        "modificationTime",
                        "length",
                        "class",
                        "probability",
                        "confidence",
                        "probabilities",
                        "warnings",
                        "error");
        assertScored(scored.collectAsList());
    }

    @Test
    void aTableOfPathsIsScoredAlikeHoweverItIsCut() {
        List<String> paths = new java.util.ArrayList<>(images.samples().stream()
                .map(sample -> sample.path().toString())
                .toList());
        paths.add(folder.resolve("images/gone.png").toString());
        paths.add(folder.resolve("images").toUri() + "stroke/text.png");
        Dataset<Row> table =
                spark.createDataset(paths, Encoders.STRING()).toDF("path").repartition(5);

        assertScored(scoring().score(table, ImageColumn.path("path")).collectAsList());
    }

    @Test
    void groupsAreAnsweredAsPredictDoes() {
        SparkScoring scoring = scoring().groups(GROUPS);
        Dataset<Row> scored = scoring.folder(folder.resolve("images").toString());

        Map<String, Row> groups = new TreeMap<>();
        scoring.byGroup(scored).collectAsList().forEach(row -> groups.put(row.getAs("group"), row));

        List<Prediction> each = images.samples().stream()
                .map(sample -> sample.path().getFileName().toString())
                .map(name -> new Prediction(name, -1, expected.get(name).probabilities()))
                .toList();
        Map<String, String> patients =
                GroupRule.of(GROUPS).groups(each.stream().map(Prediction::image).toList());
        List<Prediction> together =
                GroupScore.MEAN_LOGIT.group(each, patients, 1).predictions();
        assertThat(groups).hasSize(7);
        for (Prediction group : together) {
            Row row = groups.get(group.image());
            assertThat(row.<Double>getList(row.fieldIndex("probabilities"))).isEqualTo(group.probabilities());
            assertThat(row.<Integer>getAs("images")).isEqualTo(10);
        }
        // A file whose name the pattern does not know.
        assertThat(scored.filter(new Column("group").isNull()).count()).isEqualTo(2);
    }

    @Test
    void aPipelineIsSavedWithTheModelInIt() throws IOException {
        Path moved = Files.copy(model, folder.resolve("moved.graft"));
        Dataset<Row> table = spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(folder.resolve("images").toString());
        ImageClassifierModel stage =
                new ImageClassifierModel().setModel(moved.toString()).setThreads(THREADS);
        Path saved = folder.resolve("pipeline");
        PipelineModel fitted =
                new Pipeline().setStages(new PipelineStage[] {stage}).fit(table);

        fitted.write().overwrite().save(saved.toString());
        Files.delete(moved);
        PipelineModel loaded = PipelineModel.load(saved.toString());

        assertThat(loaded.stages()[0].uid()).isEqualTo(stage.uid());
        assertThat(loaded.transformSchema(table.schema()))
                .isEqualTo(loaded.transform(table).schema());
        assertScored(loaded.transform(table).collectAsList());
    }

    /** The library's own pass over a data set is the oracle. */
    @Test
    void featuresOfALayerAreThoseOfTheLibrarysOwnPass() {
        PooledPass.Pooled pooled = new PooledPass(images, FeatureCache.defaults(), 1, Progress.NONE)
                .run("any", 12, SparkScoringTest::network, Engines.load().best(engine()), List.of("top_activation"));

        List<Row> rows = SparkEmbeddings.of(spark, model.toString(), "top_activation")
                .threads(THREADS)
                .folder(folder.resolve("images").toString())
                .collectAsList();

        Map<String, Row> byName = new HashMap<>();
        rows.forEach(row -> byName.put(name(row), row));
        assertThat(byName).hasSize(72);
        for (int i = 0; i < pooled.rows().length; i++) {
            Row row = byName.get(images.samples().get(i).path().getFileName().toString());
            assertThat(row.<Float>getList(row.fieldIndex("features"))).containsExactly(boxed(pooled.rows()[i]));
        }
        assertThat(byName.get("text.png").<String>getAs("error")).contains("text.png");
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    @Test
    void whatCannotBeScoredIsSaidBeforeTheJob() {
        Dataset<Row> table =
                spark.createDataset(List.of("a.png"), Encoders.STRING()).toDF("class");

        assertThatThrownBy(() -> scoring().score(table, ImageColumn.path("file")))
                .isInstanceOf(GraftException.class)
                .hasMessage(
                        "Found the columns struct<class:string>, expected a column 'file' of paths (string). Name the"
                                + " column that has the images.");
        assertThatThrownBy(() -> scoring().score(table, ImageColumn.bytes("class")))
                .hasMessageContaining("of bytes (binary)");
        assertThatThrownBy(() -> scoring().score(table, ImageColumn.path("class")))
                .hasMessageContaining("has a column 'class' already");
        assertThatThrownBy(
                        () -> SparkScoring.of(spark, folder.resolve("no.graft").toString()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no.graft cannot be read");
        assertThatThrownBy(() -> SparkEmbeddings.of(spark, model.toString(), "pool"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Found no layer 'pool'");
        assertThatThrownBy(() -> scoring().threads(0)).hasMessage("Found 0 threads, expected at least 1.");
        assertThatThrownBy(() -> new ImageClassifierModel().transform(table)).hasMessageContaining("has no model");
    }
}
