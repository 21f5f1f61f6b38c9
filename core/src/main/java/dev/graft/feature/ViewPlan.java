package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import java.util.List;

/** The images of a data set as a training sees them. */
final class ViewPlan {
    private final ImageDataset dataset;
    private final AugmentationPlan plan;

    /** Kept, as every image's key has it and writing it takes longer than anything else about a key. */
    private final String definition;

    ViewPlan(ImageDataset dataset, AugmentationPlan plan) {
        this.dataset = dataset;
        this.plan = plan;
        this.definition = plan.augmentation().definition();
    }

    AugmentationPlan plan() {
        return plan;
    }

    String definition() {
        return definition;
    }

    /** As they are. */
    List<ImageView> plain(List<Integer> indices) {
        return indices.stream()
                .map(i -> ImageView.plain(i, dataset.samples().get(i)))
                .toList();
    }

    /** As a training sees them in one epoch, augmented if they are. */
    List<ImageView> training(List<Integer> indices, TrainingPass pass) {
        return plan.isNone() ? plain(indices) : augmented(indices, pass.number(plan));
    }

    /**
     * Augmented.
     *
     * @param pass number of the epoch or view
     */
    List<ImageView> augmented(List<Integer> indices, long pass) {
        return indices.stream()
                .map(i -> ImageView.augmented(i, dataset.samples().get(i), plan, definition, pass))
                .toList();
    }
}
