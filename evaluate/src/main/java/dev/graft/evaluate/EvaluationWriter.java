package dev.graft.evaluate;

import java.nio.file.Path;

/**
 * Writes evaluations as pages, or elsewhere. Found by {@link java.util.ServiceLoader}: one line with the class's name in
 * {@code META-INF/services/dev.graft.evaluate.EvaluationWriter}.
 */
public interface EvaluationWriter {
    /** @param folder exists and holds the numbers; it may yet move */
    void write(ExternalEvaluation evaluation, Path folder);
}
