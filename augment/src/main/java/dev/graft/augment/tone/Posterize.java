package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Keeps the upper bits of values; torchvision's {@code posterize} of bytes.
 *
 * @param bits that are kept, 0 to 8, rounded to the nearest whole number after drawing; 8 changes nothing
 * @param probability how often; 0.5 if not given
 */
public record Posterize(Range bits, Probability probability) implements Transform {
    public Posterize {
        Range.required("bits", bits, 0, 8);
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        boolean wanted = probability.draw(random);
        int kept = (int) Math.rint(bits.draw(random));
        if (wanted && kept < 8) {
            int mask = 0xFF << (8 - kept);
            for (int c = 0; c < picture.channels(); c++) {
                cut(picture.plane(c), mask);
            }
        }
    }

    private static void cut(float[] plane, int mask) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (int) (plane[i] + 0.5f) & mask;
        }
    }

    @Override
    public Posterize scaled(double strength) {
        return new Posterize(bits.scaled(strength, 8).within(0, 8), probability);
    }
}
