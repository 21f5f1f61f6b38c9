package dev.graft.report;

import dev.graft.GraftException;
import dev.graft.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a training leaves in its output directory.
 *
 * <ul>
 *   <li>{@code history.csv}: one line an epoch, columns {@code phase}, {@code epoch}, {@code train_loss}, {@code train_accuracy},
 *       {@code validation_loss}, {@code validation_accuracy}, {@code learning_rate}, {@code seconds}, and if they were
 *       measured {@code train_inference_loss}, {@code train_inference_accuracy}; values that are undefined or infinite are {@code NaN}, {@code Infinity}, {@code -Infinity}, which pandas and R read.
 *   <li>{@code result.json}: the whole {@link TrainingResult} after a {@code format} number. Of more than 20 classes it is 2:
 *       confusion matrices are {@code classes} and {@code cells} (actual class, predicted class, images) without the zeros,
 *       and predictions are {@linkplain dev.graft.metrics.Prediction#condensed condensed} to {@code likeliest} classes with
 *       their probabilities. Where a number is undefined
 *       or infinite it holds the string {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"}.
 *   <li>{@code report.html}: the {@link HtmlReport}.
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

    /** Where the page lies. */
    public Path report() {
        return directory.resolve("report.html");
    }

    /** The same for a training without augmentation and explanations. */
    public void write(TrainingResult result, List<SampleImage> samples) {
        write(result, samples, List.of(), List.of());
    }

    /**
     * Writes the three files, over older ones if there are any. Each appears whole or not at all, even if the machine
     * stops; the page last.
     *
     * @param result what to write
     * @param samples pictures for the page, see {@link HtmlReport#render}; may be empty
     * @param augmented training images for the page, with what augmentation makes of them; may be empty
     * @param explained images for the page, with the places that spoke for the predicted class; may be empty
     * @throws GraftException if the directory does not exist or a file can't be written
     */
    public void write(
            TrainingResult result,
            List<SampleImage> samples,
            List<AugmentedSample> augmented,
            List<ExplainedImage> explained) {
        if (!Files.isDirectory(directory)) {
            throw new GraftException(
                    "No directory " + directory + ", expected one to write results to. Create it first.");
        }
        byte[] page = HtmlReport.render(result, samples, augmented, explained).getBytes(StandardCharsets.UTF_8);
        writeNumbers(result);
        AtomicFile.write(report(), out -> out.write(page));
    }

    /**
     * Writes {@code history.csv} and {@code result.json} alone, over older ones if there are any.
     *
     * @throws GraftException if the directory does not exist or a file can't be written
     */
    public void writeNumbers(TrainingResult result) {
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
}
