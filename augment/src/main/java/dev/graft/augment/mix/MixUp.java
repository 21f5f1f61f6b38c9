package dev.graft.augment.mix;

import dev.graft.augmentation.MixedImage;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;

/**
 * Blends two images: Zhang, Cisse, Dauphin, Lopez-Paz, mixup: Beyond empirical risk minimization, ICLR 2018. As
 * torchvision's {@code MixUp}, but every pair has a share of its own. Values are rounded to the nearest whole number, halves
 * up.
 *
 * @param alpha of the Beta distribution that the first image's share is drawn from, above 0 to 1000; 0.2 is usual
 */
public record MixUp(double alpha) implements Mixing {
    public MixUp {
        new SymmetricBeta(alpha);
    }

    @Override
    public MixedImage mix(RgbImage image, RgbImage partner, long seed) {
        Sizes.requireEqual(image, partner);
        double share = new SymmetricBeta(alpha).draw(new SplittableRandom(seed));
        return new MixedImage(
                new RgbImage(image.width(), image.height(), blended(image.pixels(), partner.pixels(), share)), share);
    }

    private static byte[] blended(byte[] first, byte[] second, double share) {
        float part = (float) share;
        byte[] mixed = new byte[first.length];
        for (int i = 0; i < mixed.length; i++) {
            int other = second[i] & 0xFF;
            mixed[i] = (byte) (int) (other + part * ((first[i] & 0xFF) - other) + 0.5f);
        }
        return mixed;
    }
}
