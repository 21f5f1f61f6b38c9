package dev.graft.spark;

import dev.graft.data.GroupRule;
import dev.graft.error.GraftException;
import dev.graft.image.ScaledImage;
import dev.graft.metrics.GroupScore;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the images of a table with a saved model, on all executors of a cluster. Immutable.
 *
 * <pre>{@code
 * SparkScoring scoring = SparkScoring.of(spark, "hdfs:/models/model.graft");
 * scoring.folder("hdfs:/images").write().parquet("hdfs:/scores");
 * }</pre>
 *
 * <p>An executor opens the model once; its tasks decode side by side. With the same number of threads, processor and engine the
 * answers are those of {@code graft predict} of more than a batch of images, to the last digit, whatever the partitions. The table's columns stay, without
 * the bytes of images; behind them come
 *
 * <ul>
 *   <li>{@code class}: name of the likeliest class; {@code probability}: what the network gives for it; {@code confidence}: the
 *       same calibrated; {@code probabilities}: of every class, in the order of {@link #classNames}; {@code warnings}: how the
 *       image differs from what the model learnt from. All null for an unreadable image
 *   <li>{@code error}: what is wrong with the image; null for nothing. No image ends the job
 *   <li>{@code group}: what the pattern of {@link #groups} finds in the image's path, if there is one
 * </ul>
 */
public final class SparkScoring {
    private static final String GROUP = "group";
    private static final String PROBABILITIES = "probabilities";

    private static final StructType ANSWER = new StructType()
            .add("class", DataTypes.StringType)
            .add("probability", DataTypes.DoubleType)
            .add("confidence", DataTypes.DoubleType)
            .add(PROBABILITIES, DataTypes.createArrayType(DataTypes.DoubleType, false))
            .add("warnings", DataTypes.createArrayType(DataTypes.StringType, false));

    private static final StructType OF_GROUP = new StructType()
            .add(GROUP, DataTypes.StringType)
            .add("images", DataTypes.IntegerType)
            .add("flagged", DataTypes.IntegerType)
            .add("class", DataTypes.StringType)
            .add("probability", DataTypes.DoubleType)
            .add(PROBABILITIES, DataTypes.createArrayType(DataTypes.DoubleType, false));

    private final ImageJob job;
    private final ModelFacts facts;
    private final Optional<GroupRule> groups;

    /** What is known of a model without computing. */
    private record ModelFacts(List<String> classNames, GroupScore score, int positiveClass) implements Serializable {}

    private SparkScoring(ImageJob job, ModelFacts facts, Optional<GroupRule> groups) {
        this.job = job;
        this.facts = facts;
        this.groups = groups;
    }

    /**
     * Reads a model.
     *
     * @param model a model file, wherever Hadoop reaches from the driver; executors get it with the job
     * @throws GraftException if it is missing, damaged, or an ensemble
     */
    public static SparkScoring of(SparkSession spark, String model) {
        return of(spark, SharedModel.read(model, spark.sparkContext().hadoopConfiguration()));
    }

    static SparkScoring of(SparkSession spark, byte[] model) {
        ModelFacts facts = SharedModel.with(
                model,
                saved -> new ModelFacts(
                        List.copyOf(saved.model().description().classNames()),
                        saved.groupScore(),
                        saved.positiveClass()));
        return new SparkScoring(
                new ImageJob(spark, model, OptionalInt.empty(), Optional.empty()), facts, Optional.empty());
    }

    /**
     * Threads of an executor's engine, on which the last digits depend; by default as many as an executor has cores.
     *
     * @throws GraftException if it is less than 1
     */
    public SparkScoring threads(int count) {
        return with(new ImageJob(job.spark(), job.model(), ImageJob.checkedThreads(count), job.engine()));
    }

    /** Another engine than the best of an executor; where Spark gives tasks GPUs, on the task's. */
    public SparkScoring engine(String name) {
        return with(new ImageJob(job.spark(), job.model(), job.threads(), Optional.of(name)));
    }

    private SparkScoring with(ImageJob other) {
        return new SparkScoring(other, facts, groups);
    }

    /**
     * What belongs together, by paths: {@code patient-(\d+)} for example. An image in whose path the pattern finds nothing has no
     * group.
     *
     * @throws GraftException if it is no valid regular expression
     */
    public SparkScoring groups(String pattern) {
        return new SparkScoring(job, facts, Optional.of(GroupRule.of(pattern)));
    }

    /** Names of the classes, in the order of the probabilities. */
    public List<String> classNames() {
        return facts.classNames();
    }

    /** All files in a folder and below, by their place: columns {@code path}, {@code modificationTime} and {@code length}. */
    public Dataset<Row> folder(String path) {
        return score(
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
    public Dataset<Row> score(Dataset<Row> table, ImageColumn column) {
        Dataset<Row> scored = job.answer(table, column, ANSWER, Score::new);
        return groups.isEmpty() ? scored : grouped(scored, column);
    }

    /** The columns that {@link #score} gives of a table; errors as there. */
    StructType schema(StructType table, ImageColumn column) {
        StructType scored = ImageJob.answered(table, column, ANSWER);
        return groups.isEmpty() ? scored : scored.add(GROUP, DataTypes.StringType);
    }

    private Dataset<Row> grouped(Dataset<Row> scored, ImageColumn column) {
        String named = column.kind() == ImageColumn.Kind.PATH ? column.name() : ImageSource.PATH;
        List<String> columns = List.of(scored.columns());
        if (!columns.contains(named) || columns.contains(GROUP)) {
            throw new GraftException(
                    "Groups are found in paths and stand in a column '" + GROUP + "'. Found the columns "
                            + String.join(", ", columns) + ", expected '" + named + "' and no '" + GROUP + "'.");
        }
        UDF1<@Nullable String, @Nullable String> group =
                new GroupOf(groups.orElseThrow().pattern());
        return scored.withColumn(
                GROUP, functions.udf(group, DataTypes.StringType).apply(new Column(named)));
    }

    /** The group that a path tells of. */
    private record GroupOf(Pattern pattern) implements UDF1<@Nullable String, @Nullable String> {
        @Override
        public @Nullable String call(@Nullable String path) {
            return path == null ? null : new GroupRule(pattern).find(path).orElse(null);
        }
    }

    /**
     * One row for each group: how its images are answered for together, as {@code graft predict --by-group} does. Unreadable
     * images and those without a group are left out.
     *
     * @param scored what {@link #score} gave with {@link #groups}
     * @return {@code group}, {@code images} and {@code flagged}, the number of its images and of those with warnings, {@code
     *     class}, {@code probability} and {@code probabilities}
     */
    public Dataset<Row> byGroup(Dataset<Row> scored) {
        String order = List.of(scored.columns()).contains(ImageSource.PATH) ? ImageSource.PATH : GROUP;
        return scored.filter(new Column(GROUP).isNotNull().and(new Column(ImageJob.ERROR).isNull()))
                .groupByKey((MapFunction<Row, String>) row -> row.getAs(GROUP), Encoders.STRING())
                .mapGroups(new Together(facts, order), Encoders.row(OF_GROUP));
    }

    /** A partition's images. */
    private record Score(SharedModel model, ImageSource source) implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            Classifier classifier = ExecutorModels.classifier(model);
            return new ImageRows<>(rows, source, new ImageRows.Answers<ScaledImage>() {
                @Override
                public ScaledImage read(byte[] bytes, String name) {
                    return classifier.read(bytes, name);
                }

                @Override
                public List<List<Object>> of(List<ScaledImage> images) {
                    return classifier.classifyInFullBatches(images).stream()
                            .map(Score::values)
                            .toList();
                }

                @Override
                public int columns() {
                    return ANSWER.size();
                }
            });
        }

        private static List<Object> values(Classification answer) {
            return List.of(
                    answer.className(),
                    answer.probability(),
                    answer.confidence(),
                    answer.probabilities().toArray(new Double[0]),
                    answer.warnings().toArray(new String[0]));
        }
    }

    /** A group's images, which fit into memory. */
    private record Together(ModelFacts facts, String order) implements MapGroupsFunction<String, Row, Row> {
        @Override
        public Row call(String group, Iterator<Row> images) {
            List<Row> members = new ArrayList<>();
            images.forEachRemaining(members::add);
            // Sums depend on the order in their last digits.
            members.sort(Comparator.comparing(row -> row.<String>getAs(order)));
            List<List<Double>> each =
                    members.stream().map(Together::probabilities).toList();
            List<Double> together = facts.score().of(each, facts.positiveClass());
            int likeliest = IntStream.range(0, together.size())
                    .reduce((best, c) -> together.get(c) > together.get(best) ? c : best)
                    .orElseThrow();
            return RowFactory.create(
                    group,
                    members.size(),
                    (int) members.stream()
                            .filter(row ->
                                    !row.getList(row.fieldIndex("warnings")).isEmpty())
                            .count(),
                    facts.classNames().get(likeliest),
                    together.get(likeliest),
                    together.toArray(new Double[0]));
        }

        private static List<Double> probabilities(Row row) {
            return row.getList(row.fieldIndex(PROBABILITIES));
        }
    }
}
