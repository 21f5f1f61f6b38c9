package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which images a training will ask for.
 *
 * @param plain indices of those it needs as they are
 * @param training indices of those it learns from
 * @param augmentation of those it learns from
 */
public record FeatureDemand(List<Integer> plain, List<Integer> training, AugmentationPlan augmentation) {
    public FeatureDemand {
        plain = List.copyOf(plain);
        training = List.copyOf(training);
    }

    /** All of them as they are. */
    public static FeatureDemand plain(List<Integer> indices) {
        return new FeatureDemand(indices, List.of(), AugmentationPlan.none());
    }

    /** All that can be computed beforehand. */
    List<ImageView> fixed(ImageDataset dataset) {
        LinkedHashSet<Integer> indices = new LinkedHashSet<>(plain);
        if (augmentation.isNone()) {
            indices.addAll(training);
        }
        ViewPlan images = new ViewPlan(dataset, augmentation);
        List<ImageView> shown = new ArrayList<>(images.plain(List.copyOf(indices)));
        if (!augmentation.isNone()) {
            for (int view = 1; view <= augmentation.views(); view++) {
                shown.addAll(images.augmented(training, view));
            }
        }
        return shown;
    }

    /** Whether training images differ from epoch to epoch. */
    boolean changes() {
        return !augmentation.isNone() && augmentation.views() == 0;
    }
}
