package dev.graft.augment.geometry;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Exchanges left and right, as torchvision's {@code RandomHorizontalFlip} and Keras's {@code RandomFlip("horizontal")} do.
 *
 * @param probability how often; 0.5 if not given
 */
public record HorizontalFlip(Probability probability) implements Transform {
    public HorizontalFlip {
        probability = probability == null ? Probability.HALF : probability;
    }

    /** Every other time. */
    public HorizontalFlip() {
        this(Probability.HALF);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            picture.flipHorizontally();
        }
    }

    @Override
    public HorizontalFlip scaled(double strength) {
        return new HorizontalFlip(probability.scaled(strength));
    }
}
