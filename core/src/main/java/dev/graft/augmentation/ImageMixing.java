package dev.graft.augmentation;

import dev.graft.image.RgbImage;

/** Makes one training image of two, with a label in proportion: MixUp, CutMix. Immutable. */
public interface ImageMixing {
    /**
     * Mixes.
     *
     * @param image keeps its place in the batch; not changed
     * @param partner another image of the batch, of the same size; not changed
     * @param seed equal seeds and images give equal results
     */
    MixedImage mix(RgbImage image, RgbImage partner, long seed);
}
