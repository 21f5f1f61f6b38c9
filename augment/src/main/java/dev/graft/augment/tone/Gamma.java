package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Raises values, as parts of 255, to a power; torchvision's {@code adjust_gamma}. Below 1 dark parts become brighter, above
 * 1 darker. For gammas of 0.2 to 5 within 0.02 of a grey level of the exact power, except for values between 0 and 0.1.
 *
 * @param gamma 0.01 to 100, drawn evenly; 1 changes nothing
 */
public record Gamma(Range gamma) implements Transform {
    private static final double LEAST = 0.01;
    private static final double MOST = 100;
    /** Entries of the table between the roots of two numbers that differ by 1. */
    private static final int PER_ROOT = 64;

    public Gamma {
        Range.required("gamma", gamma, LEAST, MOST);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double power = gamma.draw(random);
        if (power != 1) {
            float[] table = table(power);
            for (int c = 0; c < picture.channels(); c++) {
                lookUp(picture.plane(c), table);
            }
        }
    }

    /** Over the root of the value: it makes the curve's steep start flat, so that lines between entries are close to it. */
    private static float[] table(double power) {
        float[] table = new float[16 * PER_ROOT + 2];
        for (int i = 0; i < table.length; i++) {
            double root = (double) i / PER_ROOT;
            table[i] = (float) Math.min(255, 255 * Math.pow(root * root / 255, power));
        }
        return table;
    }

    /** The roots first, because that loop, alone, is done several pixels at a time. */
    private static void lookUp(float[] plane, float[] table) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = PER_ROOT * (float) Math.sqrt(Math.max(0, plane[i]));
        }
        for (int i = 0; i < plane.length; i++) {
            int entry = (int) plane[i];
            plane[i] = table[entry] + (plane[i] - entry) * (table[entry + 1] - table[entry]);
        }
    }

    @Override
    public Gamma scaled(double strength) {
        return new Gamma(gamma.scaled(strength, 1).within(LEAST, MOST));
    }
}
