package dev.graft.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.metrics.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The format of {@code result.json}; {@link ResultFiles} describes it. */
final class ResultJson {
    /** Rises when an older Graft could no longer read the file. */
    private static final int FORMAT = 3;

    /** A name, a class and five probabilities of a million images are smaller. */
    private static final int LARGEST = 1 << 29;

    private final JsonMapper mapper =
            BoundedJson.records().addModule(new ResultModule()).build();

    private record Stored(int format, @JsonUnwrapped TrainingResult result) {}

    void write(TrainingResult result, OutputStream out) throws IOException {
        TrainingResult kept = ManyClasses.are(result.classNames())
                ? result.with(condensed(result.validationPredictions()), condensed(result.testPredictions()))
                : result;
        write(new Stored(FORMAT, kept), out);
    }

    /** With all predictions. */
    byte[] complete(TrainingResult result) {
        try {
            return mapper.writeValueAsBytes(new Stored(FORMAT, result));
        } catch (IOException e) {
            throw new IllegalStateException("Results hold what can be written as JSON", e);
        }
    }

    /** @throws GraftException if it is no training result of a known format */
    TrainingResult read(byte[] bytes) {
        try {
            return read(mapper.readTree(bytes), "A result from elsewhere");
        } catch (IOException e) {
            throw unreadable("A result from elsewhere", e);
        }
    }

    private static List<Prediction> condensed(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::condensed).toList();
    }

    /** Any other record, in the same way. */
    void write(Object stored, OutputStream out) throws IOException {
        out.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(stored));
        out.write('\n');
    }

    /** What lies in a file of this kind. */
    JsonNode tree(Path file) {
        try {
            return mapper.readTree(BoundedFile.read(file, LARGEST));
        } catch (IOException e) {
            throw new GraftException(
                    "Could not read " + file + " (" + e.getMessage() + "). Expected JSON that Graft wrote.", e);
        }
    }

    /** @throws GraftException if it is missing or no training result of a known format */
    TrainingResult read(Path file) {
        return read(resultTree(file), file.toString());
    }

    private TrainingResult read(JsonNode tree, String file) {
        int format = tree.path("format").asInt(-1);
        if (format < 1 || format > FORMAT) {
            throw new GraftException("Found " + (format < 0 ? "no format number" : "format " + format) + " in " + file
                    + ", expected a result.json of format 1 to " + FORMAT
                    + ". Read it with the Graft version that wrote it, or train again.");
        }
        try {
            EarlierResult result = new EarlierResult((ObjectNode) tree, mapper);
            result.withFigures();
            return mapper.treeToValue(format < FORMAT ? result.complete() : tree, TrainingResult.class);
        } catch (IOException | RuntimeException e) {
            // Whatever a damaged file leads to, a null among its numbers for example.
            throw unreadable(file, e);
        }
    }

    private JsonNode resultTree(Path file) {
        try {
            return mapper.readTree(BoundedFile.read(file, LARGEST));
        } catch (NoSuchFileException e) {
            throw new GraftException(
                    "No file " + file + ", expected the result.json of a training. Name the output folder's file.", e);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static GraftException unreadable(String file, Exception e) {
        return new GraftException(
                "Could not read " + file + " as a training result (" + e.getMessage()
                        + "). Expected a result.json as Graft writes it; restore the file or train again.",
                e);
    }
}
