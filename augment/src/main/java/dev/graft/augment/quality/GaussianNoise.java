package dev.graft.augment.quality;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Adds normally distributed noise to every value, independent in pixels and in channels; torchvision's {@code
 * gaussian_noise} with mean 0. Grey pictures stay grey.
 *
 * @param sigma standard deviation as a part of 255, 0 to 1
 */
public record GaussianNoise(Range sigma) implements Transform {
    public GaussianNoise {
        Range.required("sigma", sigma, 0, 1);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float deviation = (float) (255 * sigma.draw(random));
        long seed = random.nextLong();
        if (deviation > 0) {
            NormalNoise noise = new NormalNoise(seed);
            for (int c = 0; c < picture.channels(); c++) {
                noise.draw(picture.spare(0));
                add(picture.plane(c), picture.spare(0), deviation);
            }
        }
    }

    private static void add(float[] plane, float[] noise, float deviation) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.max(0, Math.min(255, plane[i] + deviation * noise[i]));
        }
    }

    @Override
    public GaussianNoise scaled(double strength) {
        return new GaussianNoise(sigma.scaled(strength, 0).within(0, 1));
    }
}
