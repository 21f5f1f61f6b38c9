package dev.graft.train;

import dev.graft.GraftException;
import java.util.List;

/**
 * How to train.
 *
 * @param phases in order, at least one; each continues from the best epoch so far
 * @param batchSize images per update, at least 1; the last batch of an epoch may be smaller
 * @param seed of the order of images
 */
public record TrainingPlan(List<Phase> phases, int batchSize, long seed) {
    public TrainingPlan {
        phases = List.copyOf(phases);
        if (phases.isEmpty() || batchSize < 1) {
            throw new GraftException("A training needs at least one phase and a batch size of at least 1, found "
                    + phases.size() + " phases and batch size " + batchSize + ".");
        }
    }
}
