package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Multiplies all values by a factor; torchvision's {@code adjust_brightness}.
 *
 * @param factor 0 (black) to 100, 1 changes nothing
 */
public record Brightness(Range factor) implements Transform {
    public Brightness {
        Range.required("factor", factor, 0, 100);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) factor.draw(random);
        if (by != 1) {
            for (int c = 0; c < picture.channels(); c++) {
                multiply(picture.plane(c), by);
            }
        }
    }

    private static void multiply(float[] plane, float by) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.min(255, plane[i] * by);
        }
    }

    @Override
    public Brightness scaled(double strength) {
        return new Brightness(factor.scaled(strength, 1).within(0, 100));
    }
}
