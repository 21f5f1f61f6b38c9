package dev.graft.augmentation;

import dev.graft.error.GraftException;

/**
 * How a training augments its images.
 *
 * @param augmentation what is done
 * @param seed chooses among the results; another seed gives other images
 * @param views 0: every epoch sees images of its own. Else every image has so many augmented views, which the epochs take
 *     in turn; features of frozen layers are then computed once per view and kept
 */
public record AugmentationPlan(ImageAugmentation augmentation, long seed, int views) {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    public AugmentationPlan {
        if (views < 0) {
            throw new GraftException("The number of augmented views must not be negative, found " + views
                    + ". Choose 0 for new images in every epoch.");
        }
        if (views > 0 && augmentation.mixing().isPresent()) {
            throw new GraftException("The augmentation '" + augmentation.name()
                    + "' mixes the images of a batch, so an image has no fixed views. Use 0 views, or an augmentation"
                    + " without mixing.");
        }
    }

    /** Images stay as they are. */
    public static AugmentationPlan none() {
        return new AugmentationPlan(ImageAugmentation.NONE, 0, 0);
    }

    /** Whether images stay as they are. */
    public boolean isNone() {
        return augmentation.isIdentity();
    }

    /**
     * The seed of one image in one epoch or view.
     *
     * @param contentHash SHA-256 of the image file, hexadecimal
     * @param pass number of the epoch or view
     */
    public long seed(String contentHash, long pass) {
        long image = Long.parseUnsignedLong(contentHash.substring(0, 16), 16);
        return mixed(mixed(mixed(seed + GOLDEN_RATIO) ^ image) + pass * GOLDEN_RATIO);
    }

    /** The finisher of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves every bit of the result. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** In words, for people and provenance. */
    public String describe() {
        if (isNone()) {
            return "none";
        }
        return augmentation.name()
                + (views == 0
                        ? ", new in every epoch"
                        : ", " + views + " fixed " + (views == 1 ? "view" : "views") + " per image");
    }
}
