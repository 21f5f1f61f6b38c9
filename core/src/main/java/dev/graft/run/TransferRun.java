package dev.graft.run;

import dev.graft.io.OutputDirectory;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.SplitComparison;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.report.AugmentedSample;
import dev.graft.report.ExplainedImage;
import dev.graft.report.ResultFiles;
import dev.graft.report.SampleImage;
import dev.graft.report.TrainingResult;
import dev.graft.train.TrainingEnd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A finished transfer learning.
 *
 * <p>It owns the model, which lies outside Java's heap: close it when it is saved. Runs that {@link #with} and {@link
 * #withInputs} make of it share its model; closing one closes all.
 *
 * @param model holds the parameters of the best epoch
 * @param result all that is known about the training
 * @param samples images shown in the report
 * @param augmented training images shown in the report as augmentation changes them; empty without augmentation
 * @param inputs what the images it learnt from look like; empty if nobody looked
 * @param explained images shown in the report with the places that spoke for the predicted class
 * @param end how the training ended
 */
public record TransferRun(
        TransferModel model,
        TrainingResult result,
        List<SampleImage> samples,
        List<AugmentedSample> augmented,
        Optional<InputProfile> inputs,
        List<ExplainedImage> explained,
        TrainingEnd end)
        implements AutoCloseable {
    /** Name of the model's file in an output directory. */
    public static final String MODEL_FILE = "model.graft";

    public TransferRun {
        samples = List.copyOf(samples);
        augmented = List.copyOf(augmented);
        explained = List.copyOf(explained);
    }

    /** The same with what the images look like that the model learnt from. */
    public TransferRun withInputs(InputProfile profile) {
        return new TransferRun(model, result, samples, augmented, Optional.of(profile), explained, end);
    }

    /**
     * Writes the model alone, calibrated on the validation part.
     *
     * @throws dev.graft.GraftException if it cannot be written
     */
    public void saveModel(Path file) {
        Calibration calibration = Calibration.fit(result.validationPredictions());
        ModelFile.save(new ModelFile.Saved(model, result.provenance(), calibration, inputs), file);
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
        return new TransferRun(model, other, samples, augmented, inputs, explained, end);
    }

    /**
     * Writes {@code model.graft}, {@code report.html}, {@code history.csv} and {@code result.json} into a new directory,
     * which appears whole or not at all.
     *
     * @return the report
     * @throws dev.graft.GraftException if the directory exists or cannot be written
     */
    public Path save(Path directory) {
        return new OutputDirectory(directory)
                .write(this::fill)
                .resolve(new ResultFiles(directory).report().getFileName());
    }

    /** Frees the model; it cannot be saved or used any more. Does nothing the second time. */
    @Override
    public void close() {
        model.close();
    }

    /** The same into a directory that exists. */
    void fill(Path directory) {
        saveModel(directory.resolve(MODEL_FILE));
        new ResultFiles(directory).write(result, samples, augmented, explained);
    }
}
