package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Ringing beside sharp edges, and blur, as when too little of k-space is recorded: frequencies farther than {@code (1 - alpha) *
 * max(width, height) / sqrt(2)} from the middle are missing.
 *
 * <p>Source: MONAI's {@code GibbsNoise} (monai/transforms/intensity/array.py). It measures from half a sample beside
 * frequency 0 and takes the real part, this from frequency 0, and the magnitude.
 *
 * @param alpha 0 leaves everything, 1 the mean alone; in a square picture up to 0.29 only corners of k-space are missing
 */
public record Gibbs(Range alpha) implements Transform {
    public Gibbs {
        Range.required("alpha", alpha, 0, 1);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double drawn = alpha.draw(random);
        if (drawn > 0) {
            truncate(picture, drawn);
        }
    }

    static void truncate(Picture picture, double alpha) {
        int larger = Math.max(picture.width(), picture.height());
        LowPass filter = new LowPass(picture.width(), picture.height(), (1 - alpha) * larger / Math.sqrt(2));
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = picture.plane(c);
            filter.apply(plane, picture.spare(0), picture.spare(1));
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.min(255, Math.abs(plane[i]));
            }
        }
    }

    @Override
    public Gibbs scaled(double strength) {
        return new Gibbs(alpha.scaled(strength, 0).within(0, 1));
    }
}
