package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Turns the colour circle and keeps HSV's saturation and value; torchvision's {@code adjust_hue}. Grey pictures stay as they
 * are.
 *
 * @param turns of the circle, -0.5 to 0.5; a third makes red green
 */
public record Hue(Range turns) implements Transform {
    public Hue {
        Range.required("turns", turns, -0.5, 0.5);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) turns.draw(random);
        if (by != 0 && picture.channels() == 3) {
            turn(picture.plane(0), picture.plane(1), picture.plane(2), 6 * by + (by < 0 ? 6 : 0));
        }
    }

    /**
     * The largest and the smallest of a pixel's values stay the largest and the smallest.
     *
     * @param sixths 0 to 6
     */
    private static void turn(float[] red, float[] green, float[] blue, float sixths) {
        for (int i = 0; i < red.length; i++) {
            float r = red[i];
            float g = green[i];
            float b = blue[i];
            float most = Math.max(r, Math.max(g, b));
            float span = most - Math.min(r, Math.min(g, b));
            if (span > 0) {
                float place = (most == r ? 6 + (g - b) / span : most == g ? 2 + (b - r) / span : 4 + (r - g) / span);
                float turned = place + sixths;
                red[i] = most - span * lack(turned + 5);
                green[i] = most - span * lack(turned + 3);
                blue[i] = most - span * lack(turned + 1);
            }
        }
    }

    /** How far a colour's value is from the largest, 0 to 1, along the circle: 0 1 1 1 0 0 at sixths. */
    private static float lack(float sixths) {
        float place = sixths - 6 * (int) (sixths * (1 / 6f));
        return Math.max(0, Math.min(1, Math.min(place, 4 - place)));
    }

    @Override
    public Hue scaled(double strength) {
        return new Hue(turns.scaled(strength, 0).within(-0.5, 0.5));
    }
}
