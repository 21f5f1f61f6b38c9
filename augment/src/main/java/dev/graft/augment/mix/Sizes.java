package dev.graft.augment.mix;

import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;

/** What every mixing asks of its images. */
final class Sizes {
    private Sizes() {}

    static void requireEqual(RgbImage image, RgbImage partner) {
        if (image.width() != partner.width() || image.height() != partner.height()) {
            throw new GraftException("Images to be mixed have one size, found " + image.width() + " x " + image.height()
                    + " and " + partner.width() + " x " + partner.height() + ". Resize them first.");
        }
    }
}
