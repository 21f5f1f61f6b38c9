package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Moves all values away from the picture's mean grey, or towards it; torchvision's {@code adjust_contrast}.
 *
 * @param factor of the distances from the mean, 0 (all grey) to 100, 1 changes nothing
 */
public record Contrast(Range factor) implements Transform {
    public Contrast {
        Range.required("factor", factor, 0, 100);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) factor.draw(random);
        if (by == 1) {
            return;
        }
        float added = (float) ((1.0 - by) * Luminance.mean(picture));
        for (int c = 0; c < picture.channels(); c++) {
            stretch(picture.plane(c), by, added);
        }
    }

    private static void stretch(float[] plane, float by, float added) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.max(0, Math.min(255, plane[i] * by + added));
        }
    }

    @Override
    public Contrast scaled(double strength) {
        return new Contrast(factor.scaled(strength, 1).within(0, 100));
    }
}
