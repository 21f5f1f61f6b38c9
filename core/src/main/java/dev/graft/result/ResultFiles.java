package dev.graft.result;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import java.nio.file.Path;

/**
 * The numbers that a training leaves in its output directory.
 *
 * <ul>
 *   <li>{@code history.csv}: one line an epoch, columns {@code phase}, {@code epoch}, {@code train_loss}, {@code train_accuracy},
 *       {@code validation_loss}, {@code validation_accuracy}, {@code learning_rate}, {@code seconds}, and if they were
 *       measured {@code train_inference_loss}, {@code train_inference_accuracy}; values that are undefined or infinite are {@code NaN}, {@code Infinity}, {@code -Infinity}, which pandas and R read.
 *   <li>{@code result.json}: the whole {@link TrainingResult} after a {@code format} number, which is 3. Of more than 20
 *       classes confusion matrices are {@code classes} and {@code cells} (actual class, predicted class, images) without the
 *       zeros, and predictions are {@linkplain dev.graft.metrics.Prediction#condensed condensed} to {@code likeliest} classes
 *       with their probabilities. Where a number is undefined or infinite it holds the string {@code "NaN"}, {@code "Infinity"}
 *       or {@code "-Infinity"}. Formats 1 and 2 of earlier versions are read, too: their findings are sentences, and their
 *       epochs know no phase.
 * </ul>
 *
 * @param directory the output directory, which must exist
 */
public record ResultFiles(Path directory) {
    /** Where the epochs lie. */
    public Path history() {
        return directory.resolve("history.csv");
    }

    /** Where the whole result lies. */
    public Path result() {
        return directory.resolve("result.json");
    }

    /**
     * Writes both, over older ones if there are any; each appears whole or not at all.
     *
     * @throws GraftException if the directory does not exist or a file can't be written
     */
    public void write(TrainingResult result) {
        AtomicFile.write(history(), out -> HistoryCsv.write(result.history(), out));
        AtomicFile.write(result(), out -> new ResultJson().write(result, out));
    }

    /**
     * Reads a {@code result.json} back. Equal to what was written, but for the predictions of more than 20 classes, which
     * come back condensed, and for provenance values: their whole numbers come back as {@code Integer} or {@code Long},
     * other numbers as {@code Double}, undefined ones as strings.
     *
     * @param file the file, such as {@link #result()}
     * @throws GraftException if it is missing or no training result of this format
     */
    public static TrainingResult read(Path file) {
        return new ResultJson().read(file);
    }

    /**
     * A result for another process, complete: as {@code result.json}, but with all predictions of many classes.
     *
     * @return JSON in UTF-8, to be read by {@link #decode}
     */
    public static byte[] encode(TrainingResult result) {
        return new ResultJson().complete(result);
    }

    /**
     * Reads what {@link #encode} wrote; equal but for provenance values as for {@link #read}.
     *
     * @throws GraftException if it is none
     */
    public static TrainingResult decode(byte[] encoded) {
        return new ResultJson().read(encoded);
    }
}
