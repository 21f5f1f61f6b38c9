package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Inverts the values from a threshold on; torchvision's {@code solarize}.
 *
 * @param threshold 0 (inverts all) to 256 (changes nothing)
 * @param probability how often; 0.5 if not given
 */
public record Solarize(Range threshold, Probability probability) implements Transform {
    public Solarize {
        Range.required("threshold", threshold, 0, 256);
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        boolean wanted = probability.draw(random);
        float from = (float) threshold.draw(random);
        if (wanted && from < 256) {
            for (int c = 0; c < picture.channels(); c++) {
                invertFrom(picture.plane(c), from);
            }
        }
    }

    /** Without a branch, which would be guessed wrong at every other pixel: {@code inverted} is 0 or 1. */
    private static void invertFrom(float[] plane, float from) {
        for (int i = 0; i < plane.length; i++) {
            float value = plane[i];
            float inverted = Math.max(0, Math.min(1, (value - from) * 1e30f + 1));
            plane[i] = value + inverted * (255 - 2 * value);
        }
    }

    @Override
    public Solarize scaled(double strength) {
        return new Solarize(threshold.scaled(strength, 256).within(0, 256), probability);
    }
}
