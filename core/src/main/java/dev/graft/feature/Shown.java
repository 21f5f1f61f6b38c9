package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.data.ImageSample;
import dev.graft.data.RgbImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An image as the network sees it.
 *
 * @param index of the sample
 * @param key tells apart what has other features, 64 hexadecimal digits
 * @param augmentation what is done to it
 * @param seed of its augmentation
 */
record Shown(int index, String key, ImageAugmentation augmentation, long seed) {
    static Shown plain(int index, ImageSample sample) {
        return new Shown(index, sample.contentHash(), ImageAugmentation.NONE, 0);
    }

    /**
     * One augmented view.
     *
     * @param definition of the plan's augmentation
     * @param pass number of the epoch or view
     */
    static Shown augmented(int index, ImageSample sample, AugmentationPlan plan, String definition, long pass) {
        long seed = plan.seed(sample.contentHash(), pass);
        String key = hash(sample.contentHash() + " " + definition + " " + seed);
        return new Shown(index, key, plan.augmentation(), seed);
    }

    /** Makes it from the image as it is. */
    RgbImage of(RgbImage picture) {
        return augmentation.apply(picture, seed);
    }

    /** The key of this image mixed with a partner. */
    String keyWith(Shown partner) {
        return hash(key + " with " + partner.key);
    }

    private static String hash(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
