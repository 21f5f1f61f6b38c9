package dev.graft.result;

import dev.graft.image.RgbImage;
import java.util.List;

/**
 * A training image and what augmentation makes of it.
 *
 * @param name the image's path as the data set names it
 * @param original at the network's input size
 * @param augmented what the first epochs, or the views, show
 */
public record AugmentedSample(String name, RgbImage original, List<RgbImage> augmented) {
    public AugmentedSample {
        augmented = List.copyOf(augmented);
    }
}
