package dev.graft.augmentation;

import dev.graft.image.RgbImage;

/**
 * An image made of two.
 *
 * @param image the mixture
 * @param share how much of the label is that of the first image, 0 to 1; the rest is the partner's
 */
public record MixedImage(RgbImage image, double share) {
    public MixedImage {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of the first image must be 0 to 1, found " + share);
        }
    }
}
