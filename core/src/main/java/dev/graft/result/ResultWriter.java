package dev.graft.result;

import dev.graft.schedule.LearningRateCurve;
import java.nio.file.Path;

/**
 * Writes results as files, or elsewhere: to a tracker, to a database. Found by {@link java.util.ServiceLoader}: one line
 * with the class's name in {@code META-INF/services/dev.graft.result.ResultWriter}.
 *
 * <p>What one throws ends the saving, and is told with the writer's class.
 */
public interface ResultWriter {
    /**
     * Writes a training.
     *
     * @param result all that is known about it
     * @param pictures for people
     * @param folder exists and holds the model and what writers before this one wrote. It may yet move: a new output folder
     *     appears under its name when all writers are done
     */
    void write(TrainingResult result, ResultPictures pictures, Path folder);

    /** Writes a cross-validation, whose folds were written before, each into {@link CrossValidationResult#folder}. */
    default void write(CrossValidationResult result, Path folder) {}

    /** Writes a learning-rate range test. */
    default void write(LearningRateCurve curve, Path folder) {}
}
