package dev.graft.train;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.error.GraftException;
import dev.graft.loss.CrossEntropy;
import java.util.List;

/**
 * How to train.
 *
 * @param phases in order, at least one; each continues from the best epoch so far
 * @param batchSize images per update, at least 1; the last batch of an epoch may be smaller
 * @param seed of the order of images
 * @param trainMetrics whether loss and accuracy of the train part are measured in inference mode after each epoch, to be
 *     compared with those of the validation part; costs a forward pass over all training images per epoch, through the
 *     layers above the frozen ones
 * @param loss label smoothing and class weights
 * @param augmentation of the train part; loss and accuracy in inference mode are of the images as they are
 */
public record TrainingPlan(
        List<Phase> phases,
        int batchSize,
        long seed,
        boolean trainMetrics,
        CrossEntropy loss,
        AugmentationPlan augmentation) {
    public TrainingPlan {
        phases = List.copyOf(phases);
        if (phases.isEmpty() || batchSize < 1) {
            throw new GraftException("A training needs at least one phase and a batch size of at least 1, found "
                    + phases.size() + " phases and batch size " + batchSize + ".");
        }
    }

    /** A plan without augmentation. */
    public TrainingPlan(List<Phase> phases, int batchSize, long seed, boolean trainMetrics, CrossEntropy loss) {
        this(phases, batchSize, seed, trainMetrics, loss, AugmentationPlan.none());
    }

    /** A plan with cross-entropy and nothing else. */
    public TrainingPlan(List<Phase> phases, int batchSize, long seed, boolean trainMetrics) {
        this(phases, batchSize, seed, trainMetrics, CrossEntropy.plain());
    }

    /** The same plan with augmentation. */
    public TrainingPlan withAugmentation(AugmentationPlan other) {
        return new TrainingPlan(phases, batchSize, seed, trainMetrics, loss, other);
    }

    /** A plan that measures the train part only as trained. */
    public TrainingPlan(List<Phase> phases, int batchSize, long seed) {
        this(phases, batchSize, seed, false);
    }
}
