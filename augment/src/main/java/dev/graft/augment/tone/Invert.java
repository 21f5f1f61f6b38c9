package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Makes a negative of the picture; torchvision's {@code invert}.
 *
 * @param probability how often; 0.5 if not given
 */
public record Invert(Probability probability) implements Transform {
    public Invert {
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            for (int c = 0; c < picture.channels(); c++) {
                invert(picture.plane(c));
            }
        }
    }

    private static void invert(float[] plane) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 255 - plane[i];
        }
    }

    @Override
    public Invert scaled(double strength) {
        return new Invert(probability.scaled(strength));
    }
}
