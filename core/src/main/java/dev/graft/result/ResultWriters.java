package dev.graft.result;

import dev.graft.io.Services;
import dev.graft.schedule.LearningRateCurve;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes through several writers, one after another.
 *
 * @param writers in order
 */
public record ResultWriters(List<ResultWriter> writers) implements ResultWriter {
    private static final Logger log = LoggerFactory.getLogger(ResultWriters.class);

    /** JSON and CSV: {@link ResultFiles}, {@link CrossValidationFiles}, {@link LearningRateFiles}. */
    public static final ResultWriter NUMBERS = new NumberWriter();

    public ResultWriters {
        writers = List.copyOf(writers);
    }

    /** {@link #NUMBERS}, and all that are on the class path. */
    public static ResultWriters found() {
        List<ResultWriter> writers = new ArrayList<>(List.of(NUMBERS));
        writers.addAll(Services.found(ResultWriter.class, writer -> {}));
        if (writers.size() == 1) {
            log.info(
                    "Results are written as JSON and CSV alone: graft-report, which writes pages, is not on the class path");
        }
        return new ResultWriters(writers);
    }

    @Override
    public void write(TrainingResult result, ResultPictures pictures, Path folder) {
        Services.each(writers, writer -> writer.write(result, pictures, folder));
    }

    @Override
    public void write(CrossValidationResult result, Path folder) {
        Services.each(writers, writer -> writer.write(result, folder));
    }

    @Override
    public void write(LearningRateCurve curve, Path folder) {
        Services.each(writers, writer -> writer.write(curve, folder));
    }
}
