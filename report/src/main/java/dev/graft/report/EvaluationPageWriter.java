package dev.graft.report;

import dev.graft.evaluate.EvaluationWriter;
import dev.graft.evaluate.ExternalEvaluation;
import java.nio.file.Path;

/** Writes an evaluation as a page that needs no other file. */
public final class EvaluationPageWriter implements EvaluationWriter {
    @Override
    public void write(ExternalEvaluation evaluation, Path folder) {
        PageWriter.write(
                Html.of(JteevaluationGenerated::render, new EvaluationPage(evaluation)),
                folder.resolve(PageWriter.REPORT));
    }
}
