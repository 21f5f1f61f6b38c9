package dev.graft.report;

import dev.graft.io.AtomicFile;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.ResultPictures;
import dev.graft.result.ResultWriter;
import dev.graft.result.TrainingResult;
import dev.graft.schedule.LearningRateCurve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes each result as a page that needs no other file; a cross-validation's links to the pages of its folds. */
public final class PageWriter implements ResultWriter {
    /** The page of a training, of a cross-validation or of an experiment. */
    public static final String REPORT = "report.html";

    /** The page of a learning-rate range test. */
    public static final String LEARNING_RATE = "learning-rate.html";

    @Override
    public void write(TrainingResult result, ResultPictures pictures, Path folder) {
        write(HtmlReport.render(result, pictures), folder.resolve(REPORT));
    }

    @Override
    public void write(CrossValidationResult result, Path folder) {
        CrossValidationPage page = new CrossValidationPage(result);
        write(Html.of(JtecrossValidationGenerated::render, page), folder.resolve(REPORT));
    }

    @Override
    public void write(LearningRateCurve curve, Path folder) {
        write(Html.of(JtelearningRateGenerated::render, curve), folder.resolve(LEARNING_RATE));
    }

    static void write(String page, Path file) {
        byte[] text = page.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(text));
    }
}
