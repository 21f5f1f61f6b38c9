package dev.graft.report;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The format of {@code result.json}; {@link ResultFiles} describes it. */
final class ResultJson {
    private final ObjectMapper mapper = JsonMapper.builder()
            // JSON has no NaN. As a string it stays apart from infinity, which null would not.
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // A later Graft may add fields without a new format number.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new ResultModule())
            .build();

    /** Line ends are fixed, so that every system writes the same bytes. */
    private final ObjectWriter writer =
            mapper.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    void write(TrainingResult result, OutputStream out) throws IOException {
        write(StoredResult.of(result), out);
    }

    /** Any other record, in the same way. */
    void write(Object stored, OutputStream out) throws IOException {
        out.write(writer.writeValueAsBytes(stored));
        out.write('\n');
    }

    /** What lies in a file of this kind. */
    JsonNode tree(Path file) {
        try {
            return mapper.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new GraftException(
                    "Could not read " + file + " (" + e.getMessage() + "). Expected JSON that Graft wrote.", e);
        }
    }

    /** Results of earlier versions lack what can be found from their predictions, or was not looked at yet. */
    private ObjectNode complete(ObjectNode tree) {
        for (String part : List.of("validation", "test")) {
            if (tree.path(part).isObject() && !tree.path(part).has("intervals")) {
                tree.set(part, mapper.valueToTree(evaluation(tree, part)));
            } else if (tree.path(part).isObject() && !tree.path(part).has("topFiveAccuracy")) {
                completeTopFive(tree, part);
            }
        }
        for (String list : List.of("thresholds", "duplicates", "passedOver")) {
            if (!tree.has(list)) {
                tree.putArray(list);
            }
        }
        for (String check : List.of("chanceTest", "comparison")) {
            if (!tree.has(check)) {
                tree.putNull(check);
            }
        }
        return tree;
    }

    /** Files that lack figures hold all probabilities. */
    private Evaluation evaluation(ObjectNode tree, String part) {
        List<Prediction> predictions = mapper.convertValue(tree.get(part + "Predictions"), new TypeReference<>() {});
        return Evaluation.of(
                predictions,
                tree.path("classNames").size(),
                tree.path("positiveClass").asInt());
    }

    private void completeTopFive(ObjectNode tree, String part) {
        double accuracy = Double.NaN;
        Interval interval = Interval.UNKNOWN;
        if (tree.path("classNames").size() > Prediction.LIKELIEST) {
            Evaluation again = evaluation(tree, part);
            accuracy = again.topFiveAccuracy();
            // The groups are not in the file.
            boolean byGroup = tree.at("/" + part + "/intervals/byGroup").asBoolean();
            interval = byGroup ? interval : again.intervals().topFiveAccuracy();
        }
        ((ObjectNode) tree.get(part)).put("topFiveAccuracy", accuracy);
        ((ObjectNode) tree.get(part).get("intervals")).set("topFiveAccuracy", mapper.valueToTree(interval));
    }

    /** @throws GraftException if it is missing or no training result of a known format */
    TrainingResult read(Path file) {
        JsonNode tree = resultTree(file);
        int format = tree.path("format").asInt(-1);
        if (format != StoredResult.FORMAT && format != StoredResult.CONDENSED_FORMAT) {
            throw new GraftException("Found " + (format < 0 ? "no format number" : "format " + format) + " in " + file
                    + ", expected a result.json of format " + StoredResult.FORMAT + " or "
                    + StoredResult.CONDENSED_FORMAT
                    + ". Read it with the Graft version that wrote it, or train again.");
        }
        try {
            return mapper.treeToValue(complete((ObjectNode) tree), StoredResult.class)
                    .toResult();
        } catch (IOException | RuntimeException e) {
            // Whatever a damaged file leads to, a null among its numbers for example.
            throw unreadable(file, e);
        }
    }

    private JsonNode resultTree(Path file) {
        try {
            return mapper.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new GraftException(
                    "No file " + file + ", expected the result.json of a training. Name the output folder's file.", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static GraftException unreadable(Path file, Exception e) {
        return new GraftException(
                "Could not read " + file + " as a training result (" + e.getMessage()
                        + "). Expected a result.json as Graft writes it; restore the file or train again.",
                e);
    }
}
