package dev.graft.augment.geometry;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Exchanges top and bottom, as torchvision's {@code RandomVerticalFlip} and Keras's {@code RandomFlip("vertical")} do.
 *
 * @param probability how often; 0.5 if not given
 */
public record VerticalFlip(Probability probability) implements Transform {
    public VerticalFlip {
        probability = probability == null ? Probability.HALF : probability;
    }

    /** Every other time. */
    public VerticalFlip() {
        this(Probability.HALF);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            picture.flipVertically();
        }
    }

    @Override
    public VerticalFlip scaled(double strength) {
        return new VerticalFlip(probability.scaled(strength));
    }
}
