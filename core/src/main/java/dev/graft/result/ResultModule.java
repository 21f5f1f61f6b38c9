package dev.graft.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.graft.metrics.ClassProbability;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.Prediction;
import java.io.IOException;
import java.util.List;

/**
 * Two things have two forms in {@code result.json}: confusion matrices are rows of counts, of many classes a list of the cells
 * that are not zero; predictions have all probabilities, of many classes those of the likeliest. {@link EvaluationJson} has
 * the form of evaluations. Public for modules that write such values into files of their own.
 */
public final class ResultModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    private record FullPrediction(String image, int actual, List<Double> probabilities) {}

    /** @param likeliest index of a class and its probability */
    private record LikeliestClasses(String image, int actual, List<List<Number>> likeliest) {}

    /** @param cells actual class, predicted class, images */
    private record Cells(int classes, List<List<Integer>> cells) {}

    public ResultModule() {
        addSerializer(GroupScore.class, writing(GroupScore::id));
        addSerializer(Prediction.class, writing(ResultModule::stored));
        addSerializer(ConfusionMatrix.class, writing(ResultModule::stored));
        addSerializer(Evaluation.class, writing(EvaluationJson::stored));
        addSerializer(Figures.class, writing(EvaluationJson::stored));
        addDeserializer(GroupScore.class, reading((node, codec) -> GroupScore.of(node.asText())));
        addDeserializer(Prediction.class, reading(ResultModule::prediction));
        addDeserializer(ConfusionMatrix.class, reading(ResultModule::confusionMatrix));
        addDeserializer(Evaluation.class, reading(EvaluationJson::evaluation));
        addDeserializer(Figures.class, reading(EvaluationJson::figures));
    }

    private static Object stored(Prediction p) {
        return p.isCondensed()
                ? new LikeliestClasses(
                        p.image(),
                        p.actual(),
                        p.likeliest().stream()
                                .map(c -> List.<Number>of(c.classIndex(), c.probability()))
                                .toList())
                : new FullPrediction(p.image(), p.actual(), p.probabilities());
    }

    private static Prediction prediction(JsonNode node, ObjectCodec codec) throws IOException {
        if (node.has("probabilities")) {
            FullPrediction full = codec.treeToValue(node, FullPrediction.class);
            return new Prediction(full.image, full.actual, full.probabilities);
        }
        record Read(String image, int actual, List<List<Double>> likeliest) {}
        Read read = codec.treeToValue(node, Read.class);
        return new Prediction(
                read.image,
                read.actual,
                List.of(),
                read.likeliest.stream()
                        .map(pair -> new ClassProbability(pair.get(0).intValue(), pair.get(1)))
                        .toList());
    }

    private static Object stored(ConfusionMatrix matrix) {
        return ManyClasses.are(matrix.classes())
                ? new Cells(
                        matrix.classes(),
                        matrix.cells().stream()
                                .map(cell -> List.of(cell.actual(), cell.predicted(), cell.images()))
                                .toList())
                : matrix.rows();
    }

    private static ConfusionMatrix confusionMatrix(JsonNode node, ObjectCodec codec) throws IOException {
        if (node.isArray()) {
            return ConfusionMatrix.of(
                    codec.readValue(codec.treeAsTokens(node), new TypeReference<List<List<Integer>>>() {}));
        }
        Cells cells = codec.treeToValue(node, Cells.class);
        return new ConfusionMatrix(
                cells.classes,
                cells.cells.stream()
                        .map(cell -> new ConfusionMatrix.Cell(cell.get(0), cell.get(1), cell.get(2)))
                        .toList());
    }

    private interface Stored<T> {
        Object of(T value);
    }

    private interface Reader<T> {
        T read(JsonNode node, ObjectCodec codec) throws IOException;
    }

    private static <T> JsonSerializer<T> writing(Stored<T> form) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider serializers) throws IOException {
                serializers.defaultSerializeValue(form.of(value), out);
            }
        };
    }

    private static <T> JsonDeserializer<T> reading(Reader<T> reader) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                ObjectCodec codec = parser.getCodec();
                try {
                    return reader.read(codec.readTree(parser), codec);
                } catch (RuntimeException e) {
                    throw JsonMappingException.from(parser, String.valueOf(e.getMessage()), e);
                }
            }
        };
    }
}
