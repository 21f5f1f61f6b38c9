package dev.graft.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.io.AtomicFile;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The numbers of a cross-validation, beside a folder for each fold.
 *
 * <ul>
 *   <li>{@code cross-validation.json}: each figure's mean, standard deviation, lowest and highest over the folds, the
 *       evaluation out of fold by image and, if groups are known, by group, findings. Undefined numbers are the string {@code "NaN"}.
 *   <li>{@code predictions.csv}: one line an image with its {@code fold}, {@code class} and the probability of each class,
 *       given by the model that has not seen it.
 * </ul>
 *
 * @param directory which must exist
 */
public record CrossValidationFiles(Path directory) {
    private record Stored(
            int format,
            String title,
            List<String> classNames,
            int positiveClass,
            int folds,
            List<FigureSpread> spreads,
            Evaluation outOfFold,
            Optional<Evaluation> outOfFoldByGroup,
            List<Finding> findings) {}

    /** Where the numbers lie. */
    public Path numbers() {
        return directory.resolve("cross-validation.json");
    }

    /** Where the predictions out of fold lie. */
    public Path predictions() {
        return directory.resolve("predictions.csv");
    }

    /**
     * Writes both, over older ones; each appears whole or not at all.
     *
     * @throws dev.graft.error.GraftException if one cannot be written
     */
    public void write(CrossValidationResult result) {
        AtomicFile.write(numbers(), out -> new ResultJson().write(stored(result), out));
        AtomicFile.write(predictions(), out -> predictions(result, out));
    }

    /** The numbers as they were written. */
    public JsonNode read() {
        return new ResultJson().tree(numbers());
    }

    private static Stored stored(CrossValidationResult result) {
        TrainingResult first = result.folds().get(0);
        return new Stored(
                2,
                result.title(),
                first.classNames(),
                first.positiveClass(),
                result.folds().size(),
                result.spreads(),
                result.outOfFold(),
                result.byGroup(),
                result.findings());
    }

    private static void predictions(CrossValidationResult result, OutputStream out) throws IOException {
        List<String> classes = result.folds().get(0).classNames();
        CSVPrinter csv = new CSVPrinter(
                new OutputStreamWriter(out, StandardCharsets.UTF_8),
                CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
        List<Object> header = new ArrayList<>(List.of("image", "fold", "class"));
        classes.forEach(name -> header.add("p(" + name + ")"));
        csv.printRecord(header);
        for (int fold = 1; fold <= result.folds().size(); fold++) {
            for (Prediction p : result.folds().get(fold - 1).testPredictions()) {
                List<Object> line = new ArrayList<>(List.of(p.image(), fold, classes.get(p.actual())));
                line.addAll(p.probabilities());
                csv.printRecord(line);
            }
        }
        csv.flush();
    }
}
