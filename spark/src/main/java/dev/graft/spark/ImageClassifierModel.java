package dev.graft.spark;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * {@link SparkScoring} as a stage of a Spark ML pipeline, which can be saved and loaded with the model in it.
 *
 * <pre>{@code
 * ImageClassifierModel classifier = new ImageClassifierModel().setModel("model.graft").setInputCol("content");
 * Dataset<Row> scored = new Pipeline().setStages(new PipelineStage[] {classifier}).fit(images).transform(images);
 * }</pre>
 */
public final class ImageClassifierModel extends Transformer implements MLWritable {
    private static final long serialVersionUID = 1;
    private static final String MODEL_FILE = "model.graft";

    private final String uid;
    private final Param<String> model;
    private final Param<String> inputCol;
    private final Param<String> groupPattern;
    private final IntParam threads;
    /** Of a stage that was loaded; else the file that {@link #model} names is read when it is needed. */
    private byte @Nullable [] loaded;

    /** With a name of its own. */
    public ImageClassifierModel() {
        this(Identifiable$.MODULE$.randomUID("imageClassifier"));
    }

    /** @param uid names the stage in its pipeline */
    public ImageClassifierModel(String uid) {
        this.uid = uid;
        this.model = new Param<>(uid, "model", "model file, wherever Hadoop reaches from the driver");
        this.inputCol = new Param<>(uid, "inputCol", "column of images: bytes of files, or paths");
        this.groupPattern = new Param<>(uid, "groupPattern", "what in a path belongs together; empty for nothing");
        this.threads = new IntParam(uid, "threads", "threads of an executor's engine; 0 for its cores");
        setDefault(inputCol, "content");
        setDefault(groupPattern, "");
        setDefault(threads, 0);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Model file, wherever Hadoop reaches from the driver. */
    public Param<String> model() {
        return model;
    }

    /** Column of images, {@code content} by default: bytes of files, or paths. */
    public Param<String> inputCol() {
        return inputCol;
    }

    /** See {@link SparkScoring#groups}; empty, the default, for none. */
    public Param<String> groupPattern() {
        return groupPattern;
    }

    /** See {@link SparkScoring#threads}; 0, the default, for an executor's cores. */
    public IntParam threads() {
        return threads;
    }

    /** Sets {@link #model}. */
    public ImageClassifierModel setModel(String file) {
        loaded = null;
        set(model, file);
        return this;
    }

    /** Sets {@link #inputCol}. */
    public ImageClassifierModel setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    /** Sets {@link #groupPattern}. */
    public ImageClassifierModel setGroupPattern(String pattern) {
        set(groupPattern, pattern);
        return this;
    }

    /** Sets {@link #threads}. */
    public ImageClassifierModel setThreads(int count) {
        set(threads, count);
        return this;
    }

    /** As {@link SparkScoring#score}; errors as there, and of {@link SparkScoring#of}. */
    @Override
    public Dataset<Row> transform(Dataset<?> table) {
        return scoring(table.sparkSession()).score(table.toDF(), column(table.schema()));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return scoring(SparkSession.active()).schema(schema, column(schema));
    }

    private SparkScoring scoring(SparkSession spark) {
        SparkScoring scoring = SparkScoring.of(spark, bytes(spark));
        String pattern = getOrDefault(groupPattern);
        scoring = pattern.isEmpty() ? scoring : scoring.groups(pattern);
        int count = (Integer) getOrDefault(threads);
        return count == 0 ? scoring : scoring.threads(count);
    }

    private ImageColumn column(StructType schema) {
        String name = getOrDefault(inputCol);
        int place = Arrays.asList(schema.fieldNames()).indexOf(name);
        DataType type = place < 0 ? DataTypes.NullType : schema.fields()[place].dataType();
        return type.sameType(DataTypes.StringType) ? ImageColumn.path(name) : ImageColumn.bytes(name);
    }

    private byte[] bytes(SparkSession spark) {
        byte[] known = loaded;
        if (known != null) {
            return known;
        }
        if (!isSet(model)) {
            throw new GraftException("The stage " + uid + " has no model. Set its parameter model to a model file.");
        }
        return SharedModel.read(getOrDefault(model), spark.sparkContext().hadoopConfiguration());
    }

    @Override
    public ImageClassifierModel copy(ParamMap extra) {
        ImageClassifierModel copy = copyValues(new ImageClassifierModel(uid), extra);
        copy.loaded = loaded;
        return copy;
    }

    @Override
    public MLWriter write() {
        return new Writer(this);
    }

    /** Reads stages that {@link #write} wrote; Spark calls it by its name. */
    public static MLReader<ImageClassifierModel> read() {
        return new Reader();
    }

    /** Loads a stage that was saved. */
    public static ImageClassifierModel load(String path) {
        return read().load(path);
    }

    private static final class Writer extends MLWriter {
        private final ImageClassifierModel stage;

        Writer(ImageClassifierModel stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
            Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
            Path file = new Path(path, MODEL_FILE);
            try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
                out.write(stage.bytes(sparkSession()));
            } catch (IOException e) {
                throw new UncheckedIOException("The model could not be written to " + file, e);
            }
        }
    }

    private static final class Reader extends MLReader<ImageClassifierModel> {
        @Override
        public ImageClassifierModel load(String path) {
            DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(
                    path, sparkSession(), ImageClassifierModel.class.getName());
            ImageClassifierModel stage = new ImageClassifierModel(metadata.uid());
            metadata.getAndSetParams(stage, Option.empty());
            stage.loaded = SharedModel.read(
                    new Path(path, MODEL_FILE).toString(),
                    sparkSession().sparkContext().hadoopConfiguration());
            return stage;
        }
    }
}
