package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import java.util.Comparator;

/**
 * One epoch of a training, as augmentation counts them.
 *
 * @param phase from 0
 * @param epoch within its phase, from 1
 */
public record TrainingPass(int phase, int epoch) implements Comparable<TrainingPass> {
    private static final Comparator<TrainingPass> ORDER =
            Comparator.comparingInt(TrainingPass::phase).thenComparingInt(TrainingPass::epoch);

    /** What {@link AugmentationPlan#seed} counts: epochs, or views where they are fixed. */
    long number(AugmentationPlan plan) {
        // No other pass has this number, if no phase has 10,007 epochs.
        return plan.views() == 0 ? phase * 10_007L + epoch : (epoch - 1) % plan.views() + 1;
    }

    @Override
    public int compareTo(TrainingPass other) {
        return ORDER.compare(this, other);
    }
}
