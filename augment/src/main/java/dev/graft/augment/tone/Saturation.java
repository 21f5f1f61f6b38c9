package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Makes colours stronger or greyer; torchvision's {@code adjust_saturation}. Grey pictures stay as they are.
 *
 * @param factor of the distances from the pixel's grey, 0 (no colour) to 100, 1 changes nothing
 */
public record Saturation(Range factor) implements Transform {
    public Saturation {
        Range.required("factor", factor, 0, 100);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) factor.draw(random);
        if (by != 1 && picture.channels() == 3) {
            saturate(picture.plane(0), picture.plane(1), picture.plane(2), by);
        }
    }

    private static void saturate(float[] red, float[] green, float[] blue, float by) {
        for (int i = 0; i < red.length; i++) {
            float grey = (1 - by) * (Luminance.RED * red[i] + Luminance.GREEN * green[i] + Luminance.BLUE * blue[i]);
            red[i] = Math.max(0, Math.min(255, by * red[i] + grey));
            green[i] = Math.max(0, Math.min(255, by * green[i] + grey));
            blue[i] = Math.max(0, Math.min(255, by * blue[i] + grey));
        }
    }

    @Override
    public Saturation scaled(double strength) {
        return new Saturation(factor.scaled(strength, 1).within(0, 100));
    }
}
