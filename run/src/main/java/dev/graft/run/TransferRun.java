package dev.graft.run;

import dev.graft.io.OutputDirectory;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.SplitComparison;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.result.GroupedResult;
import dev.graft.result.ResultPictures;
import dev.graft.result.ResultWriter;
import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import dev.graft.train.TrainingEnd;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A finished transfer learning.
 *
 * <p>It owns the model, which lies outside Java's heap: close it when it is saved. Runs that {@link #with} and {@link
 * #withInputs} make of it share its model; closing one closes all.
 *
 * @param model holds the parameters of the best epoch
 * @param result all that is known about the training
 * @param pictures for people
 * @param inputs what the images it learnt from look like; empty if nobody looked
 * @param end how the training ended
 */
public record TransferRun(
        TransferModel model,
        TrainingResult result,
        ResultPictures pictures,
        Optional<InputProfile> inputs,
        TrainingEnd end)
        implements AutoCloseable {
    /** Name of the model's file in an output directory. */
    public static final String MODEL_FILE = "model.graft";

    /** The same with what the images look like that the model learnt from. */
    public TransferRun withInputs(InputProfile profile) {
        return new TransferRun(model, result, pictures, Optional.of(profile), end);
    }

    /**
     * Writes the model alone, calibrated on the validation part.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void saveModel(Path file) {
        Calibration calibration = Calibration.fit(result.validationPredictions());
        ModelFile.save(
                new ModelFile.Saved(
                        model, result.provenance(), calibration, inputs, GroupedResult.score(result.byGroup())),
                file);
    }

    /** The same with a test of its split, see {@link LeakageTest}. */
    public TransferRun with(ChanceTest test) {
        return with(result.with(test));
    }

    /** The same with a comparison of splits, see {@link LeakageComparison}. */
    public TransferRun with(SplitComparison comparison) {
        return with(result.with(comparison));
    }

    private TransferRun with(TrainingResult other) {
        return new TransferRun(model, other, pictures, inputs, end);
    }

    /**
     * Writes {@code model.graft} and what {@linkplain ResultWriters#found all result writers} write of the result into a new
     * directory, which appears whole or not at all: {@code history.csv}, {@code result.json}, and with graft-report {@code
     * report.html}.
     *
     * @return the directory
     * @throws dev.graft.error.GraftException if the directory exists or cannot be written, or a writer fails
     */
    public Path save(Path directory) {
        return save(directory, ResultWriters.found());
    }

    /** The same with a writer of one's own, such as {@link ResultWriters#NUMBERS} or some {@link ResultWriters}. */
    public Path save(Path directory, ResultWriter writer) {
        return new OutputDirectory(directory).write(folder -> fill(folder, writer));
    }

    /** Frees the model; it cannot be saved or used any more. Does nothing the second time. */
    @Override
    public void close() {
        model.close();
    }

    /** The same into a directory that exists. */
    void fill(Path directory, ResultWriter writer) {
        saveModel(directory.resolve(MODEL_FILE));
        writer.write(result, pictures, directory);
    }
}
