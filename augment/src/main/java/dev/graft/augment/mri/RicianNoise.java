package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Noise of magnitude images: {@code sqrt((A + a)^2 + b^2)} for a value A and independent Gaussian a and b. Bright parts look
 * as under Gaussian noise; the black background becomes grey, {@code sigma * sqrt(pi / 2)} on the average (Rayleigh
 * distribution). Each plane of a coloured picture has noise of its own. What is brighter than 255 is cut off.
 *
 * <p>Source: Gudbjartsson and Patz 1995, "The Rician distribution of noisy MRI data"; MONAI's {@code RandRicianNoise}
 * (monai/transforms/intensity/array.py).
 *
 * @param sigma standard deviation of a and b, in grey levels, 0 to 128
 */
public record RicianNoise(Range sigma) implements Transform {
    private static final double MOST = 128;

    public RicianNoise {
        Range.required("sigma", sigma, 0, MOST);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float drawn = (float) sigma.draw(random);
        long seed = random.nextLong();
        if (drawn == 0) {
            return;
        }
        ComplexNoise noise = new ComplexNoise(drawn);
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = picture.plane(c);
            noise.magnitudes(plane, seed + c);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.min(255, plane[i]);
            }
        }
    }

    @Override
    public RicianNoise scaled(double strength) {
        return new RicianNoise(sigma.scaled(strength, 0).within(0, MOST));
    }
}
