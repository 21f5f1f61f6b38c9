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

    public Gamma {
        Range.required("gamma", gamma, LEAST, MOST);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double power = gamma.draw(random);
        if (power != 1) {
            GammaCurve curve = new GammaCurve(power);
            for (int c = 0; c < picture.channels(); c++) {
                curve.bend(picture.plane(c));
            }
        }
    }

    @Override
    public Gamma scaled(double strength) {
        return new Gamma(gamma.scaled(strength, 1).within(LEAST, MOST));
    }
}
