package dev.graft.evaluate;

import dev.graft.metrics.Figures;

/**
 * The figures of an evaluation that a model card tells.
 *
 * @param title of the evaluation
 * @param count groups if they are known, else images
 * @param byGroup whether it is groups
 * @param recognised images that the model knew from its training
 * @param accuracy of these
 * @param area under the ROC curve of the positive class
 * @param trainingFinished when the training of the model ended, ISO 8601; {@code unknown} if its file does not say
 */
public record EvaluationSummary(
        String title,
        int count,
        boolean byGroup,
        int recognised,
        Figures.Estimate accuracy,
        Figures.Estimate area,
        String trainingFinished) {
    /** How many there were, {@code 40 groups}. */
    public String cases() {
        return count + (byGroup ? " groups" : " images");
    }
}
