package dev.graft.augment.mix;

import dev.graft.augmentation.MixedImage;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Pastes a rectangle of the partner over the image, at its own place: Yun et al., CutMix: Regularization strategy to train
 * strong classifiers with localizable features, ICCV 2019. As torchvision's {@code CutMix}, but every pair has a rectangle of
 * its own. The share is exactly the part of the area that is kept.
 *
 * @param alpha of the Beta distribution that the area is drawn from, before parts beyond the border are cut off, above 0 to
 *     1000; 1 is usual
 */
public record CutMix(double alpha) implements Mixing {
    public CutMix {
        new SymmetricBeta(alpha);
    }

    @Override
    public MixedImage mix(RgbImage image, RgbImage partner, long seed) {
        Sizes.requireEqual(image, partner);
        RandomGenerator random = new SplittableRandom(seed);
        double drawn = new SymmetricBeta(alpha).draw(random);
        Box box = Box.around(
                random.nextInt(image.width()),
                random.nextInt(image.height()),
                1 - drawn,
                image.width(),
                image.height());
        byte[] pixels = image.pixels().clone();
        for (int y = box.top(); y < box.bottom(); y++) {
            int start = 3 * (y * image.width() + box.left());
            System.arraycopy(partner.pixels(), start, pixels, start, 3 * (box.right() - box.left()));
        }
        double share = 1 - (double) box.area() / (image.width() * image.height());
        return new MixedImage(new RgbImage(image.width(), image.height(), pixels), share);
    }

    /** Pixels from {@code left} to before {@code right}, from {@code top} to before {@code bottom}. */
    record Box(int left, int top, int right, int bottom) {
        /** The rectangle about a pixel whose sides are the root of a part of the picture's, cut off at its borders. */
        static Box around(int x, int y, double part, int width, int height) {
            double half = 0.5 * Math.sqrt(part);
            int halfWidth = (int) (half * width);
            int halfHeight = (int) (half * height);
            return new Box(
                    Math.max(0, x - halfWidth),
                    Math.max(0, y - halfHeight),
                    Math.min(width, x + halfWidth),
                    Math.min(height, y + halfHeight));
        }

        int area() {
            return (right - left) * (bottom - top);
        }
    }
}
