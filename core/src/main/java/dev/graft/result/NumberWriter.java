package dev.graft.result;

import dev.graft.schedule.LearningRateCurve;
import java.nio.file.Path;

/** JSON and CSV. */
final class NumberWriter implements ResultWriter {
    @Override
    public void write(TrainingResult result, ResultPictures pictures, Path folder) {
        new ResultFiles(folder).write(result);
    }

    @Override
    public void write(CrossValidationResult result, Path folder) {
        new CrossValidationFiles(folder).write(result);
    }

    @Override
    public void write(LearningRateCurve curve, Path folder) {
        new LearningRateFiles(folder).write(curve);
    }
}
