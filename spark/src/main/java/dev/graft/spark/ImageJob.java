package dev.graft.spark;

import dev.graft.error.GraftException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A model that answers for the images of a table.
 *
 * @param spark where the table is
 * @param model a model file's bytes
 * @param threads of the engine on an executor; empty for an executor's cores
 * @param engine its name; empty for the best
 */
record ImageJob(SparkSession spark, byte[] model, OptionalInt threads, Optional<String> engine) {
    /** What is wrong with an image. */
    static final String ERROR = "error";

    /** Makes the function that answers on executors. */
    interface Work {
        MapPartitionsFunction<Row, Row> of(SharedModel model, ImageSource source);
    }

    /**
     * Adds columns.
     *
     * @param added without {@link #ERROR}
     */
    Dataset<Row> answer(Dataset<Row> table, ImageColumn column, StructType added, Work work) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        ImageSource source = ImageSource.of(table.schema(), column, hadoop);
        StructType result = answered(table.schema(), column, added);
        SharedModel shared = new SharedModel(
                SharedModel.hash(model),
                context.broadcast(model),
                threads.orElseGet(() -> cores(spark.sparkContext())),
                engine.orElse(""));
        return table.mapPartitions(work.of(shared, source), Encoders.row(result));
    }

    /** The columns of a table that was answered for. */
    static StructType answered(StructType table, ImageColumn column, StructType added) {
        return ImageSource.answered(table, column, added.add(ERROR, DataTypes.StringType));
    }

    /** Of one executor, as far as it is known before one has come. */
    static int cores(SparkContext context) {
        SparkConf conf = context.conf();
        int executors = Math.max(1, context.statusTracker().getExecutorInfos().length - 1);
        return conf.getInt("spark.executor.cores", Math.max(1, context.defaultParallelism() / executors));
    }

    /** @throws GraftException if it is less than 1 */
    static OptionalInt checkedThreads(int count) {
        if (count < 1) {
            throw new GraftException("Found " + count + " threads, expected at least 1.");
        }
        return OptionalInt.of(count);
    }
}
