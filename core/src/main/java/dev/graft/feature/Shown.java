package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageSample;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * An image as the network sees it.
 *
 * @param index of the sample
 * @param key tells apart what has other features, 64 hexadecimal digits
 * @param seed of its augmentation; empty for the image as it is
 */
record Shown(int index, String key, OptionalLong seed) {
    static Shown plain(int index, ImageSample sample) {
        return new Shown(index, sample.contentHash(), OptionalLong.empty());
    }

    /**
     * One augmented view.
     *
     * @param pass number of the epoch or view
     */
    static Shown augmented(int index, ImageSample sample, AugmentationPlan plan, long pass) {
        long seed = plan.seed(sample.contentHash(), pass);
        return new Shown(
                index,
                hash(sample.contentHash() + " " + plan.augmentation().definition() + " " + seed),
                OptionalLong.of(seed));
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
