package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.data.ImageSample;
import dev.graft.image.RgbImage;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * An image as the network sees it.
 *
 * @param index of the sample
 * @param key tells apart what has other features, 64 hexadecimal digits
 * @param augmentation what is done to it
 * @param seed of its augmentation
 */
record ImageView(int index, String key, ImageAugmentation augmentation, long seed) {
    static ImageView plain(int index, ImageSample sample) {
        return new ImageView(index, sample.contentHash(), ImageAugmentation.NONE, 0);
    }

    /**
     * One augmented view.
     *
     * @param definition of the plan's augmentation
     * @param pass number of the epoch or view
     */
    static ImageView augmented(int index, ImageSample sample, AugmentationPlan plan, String definition, long pass) {
        long seed = plan.seed(sample.contentHash(), pass);
        String key = DigestUtils.sha256Hex(sample.contentHash() + " " + definition + " " + seed);
        return new ImageView(index, key, plan.augmentation(), seed);
    }

    /** Makes it from the image as it is. */
    RgbImage of(RgbImage picture) {
        return augmentation.apply(picture, seed);
    }

    /** The key of this image mixed with a partner. */
    String keyWith(ImageView partner) {
        return DigestUtils.sha256Hex(key + " with " + partner.key);
    }
}
