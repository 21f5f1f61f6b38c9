package dev.graft.augment.mri;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Swaps left and right.
 *
 * <p><b>It changes what a picture says about sides.</b> A stroke in the left hemisphere becomes one in the right. That does no harm
 * where the class does not depend on the side (stroke or no stroke), and it is wrong where it does (left or right stroke). The brain is
 * not quite symmetric either, and letters or marks burnt into the picture become mirror writing, by which a network can tell
 * flipped pictures. So it is a transform of its own and part of no preset. Upside down is no way in which heads are scanned:
 * there is no such transform here.
 *
 * @param probability how often; 0.5 if not given
 */
public record LeftRightFlip(Probability probability) implements Transform {
    public LeftRightFlip {
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            AffineMap mirrored = new AffineMap(-1, 0, picture.width() - 1.0, 0, 1, 0);
            picture.move(mirrored, Fill.REFLECT, Sampling.BILINEAR);
        }
    }

    /** Happens more or less often, up to always. */
    @Override
    public LeftRightFlip scaled(double strength) {
        return new LeftRightFlip(probability.scaled(strength));
    }
}
