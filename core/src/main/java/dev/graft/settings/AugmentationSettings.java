package dev.graft.settings;

import dev.graft.error.GraftException;

/**
 * How training images are changed.
 *
 * @param policy name or file, see {@link dev.graft.augmentation.AugmentationCatalog}; {@code none} for not at all
 * @param strength weaker or stronger than the policy says; 1 for neither
 * @param mixing how the images of a batch are mixed, such as {@code mixup:0.4}; {@code none} for not at all
 * @param views fixed augmented views of each image, whose frozen features are kept; 0 for new ones in every epoch
 */
public record AugmentationSettings(String policy, double strength, String mixing, int views) {
    /** @throws GraftException for a value that cannot be */
    public AugmentationSettings {
        if (policy.isBlank() || mixing.isBlank()) {
            throw new GraftException("Found an empty text, expected the name of an augmentation, or none.");
        }
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new GraftException("Found a strength of " + strength + ", expected 0 or more.");
        }
        if (views < 0) {
            throw new GraftException("The number of augmented views must not be negative, found " + views
                    + ". Choose 0 for new images in every epoch.");
        }
    }

    /** Another policy as it is. */
    public AugmentationSettings withPolicy(String nameOrFile) {
        return new AugmentationSettings(nameOrFile, strength, mixing, views);
    }

    public AugmentationSettings withStrength(double factor) {
        return new AugmentationSettings(policy, factor, mixing, views);
    }

    public AugmentationSettings withMixing(String kind) {
        return new AugmentationSettings(policy, strength, kind, views);
    }

    public AugmentationSettings withViews(int count) {
        return new AugmentationSettings(policy, strength, mixing, count);
    }
}
