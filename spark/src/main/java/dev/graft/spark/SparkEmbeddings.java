package dev.graft.spark;

import dev.graft.error.GraftException;
import dev.graft.feature.FeatureExtractor;
import dev.graft.image.RgbImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a layer of a network gives for the images of a table, to search by likeness, to cluster, or for other learners.
 * Immutable. The table's columns stay, without the bytes of images; behind them come {@code features}, an array of single
 * precision as {@link FeatureExtractor} gives it, and {@code error}; one of both is null.
 *
 * <pre>{@code
 * SparkEmbeddings.of(spark, "model.graft", "top_activation").folder("images").write().parquet("features");
 * }</pre>
 */
public final class SparkEmbeddings {
    private static final StructType ANSWER =
            new StructType().add("features", DataTypes.createArrayType(DataTypes.FloatType, false));

    private final ImageJob job;
    private final String layer;

    private SparkEmbeddings(ImageJob job, String layer) {
        this.job = job;
        this.layer = layer;
    }

    /**
     * A layer of a trained model.
     *
     * @param model a model file, wherever Hadoop reaches from the driver; executors get it with the job
     * @param layer a name of the network, its backbone's are those of Keras
     * @throws GraftException if the model cannot be read, or there is no such layer
     */
    public static SparkEmbeddings of(SparkSession spark, String model, String layer) {
        byte[] bytes = SharedModel.read(model, spark.sparkContext().hadoopConfiguration());
        FeatureExtractor.requireLayer(
                SharedModel.with(bytes, saved -> saved.model().description()), layer);
        return new SparkEmbeddings(new ImageJob(spark, bytes, OptionalInt.empty(), Optional.empty()), layer);
    }

    /**
     * Threads of an executor's engine; by default as many as an executor has cores.
     *
     * @throws GraftException if it is less than 1
     */
    public SparkEmbeddings threads(int count) {
        return new SparkEmbeddings(
                new ImageJob(job.spark(), job.model(), ImageJob.checkedThreads(count), job.engine()), layer);
    }

    /** Another engine than the best of an executor; where Spark gives tasks GPUs, on the task's. */
    public SparkEmbeddings engine(String name) {
        return new SparkEmbeddings(new ImageJob(job.spark(), job.model(), job.threads(), Optional.of(name)), layer);
    }

    /** All files in a folder and below, by their place: columns {@code path}, {@code modificationTime} and {@code length}. */
    public Dataset<Row> folder(String path) {
        return features(
                job.spark()
                        .read()
                        .format("binaryFile")
                        .option("recursiveFileLookup", "true")
                        .load(path),
                ImageColumn.bytes("content"));
    }

    /**
     * The images of a table.
     *
     * @throws GraftException if the table has no such column, or one of the answer's names already
     */
    public Dataset<Row> features(Dataset<Row> table, ImageColumn column) {
        String named = layer;
        return job.answer(table, column, ANSWER, (model, source) -> new Extract(model, source, named));
    }

    /** A partition's images. */
    private record Extract(SharedModel model, ImageSource source, String layer)
            implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            FeatureExtractor extractor = ExecutorModels.extractor(model, layer);
            return new ImageRows<>(rows, source, new ImageRows.Answers<RgbImage>() {
                @Override
                public RgbImage read(byte[] bytes, String name) {
                    return extractor.read(bytes, name);
                }

                @Override
                public List<List<Object>> of(List<RgbImage> images) {
                    List<List<Object>> values = new ArrayList<>();
                    extractor.features(images).forEach(vector -> values.add(List.<Object>of((Object) boxed(vector))));
                    return values;
                }

                @Override
                public int columns() {
                    return ANSWER.size();
                }
            });
        }

        private static Float[] boxed(float[] vector) {
            Float[] values = new Float[vector.length];
            for (int i = 0; i < vector.length; i++) {
                values[i] = vector[i];
            }
            return values;
        }
    }
}
