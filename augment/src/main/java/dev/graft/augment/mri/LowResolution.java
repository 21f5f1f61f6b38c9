package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Lower resolution in both directions: the picture is shrunk and brought back to its size.
 *
 * <p>Source: nnU-Net's {@code SimulateLowResolutionTransform} (Isensee et al. 2021, "nnU-Net: a self-configuring method for deep
 * learning-based biomedical image segmentation"; scale 0.5 to 1 in nnUNetTrainer.py). It shrinks by leaving out pixels, this takes means, as
 * voxels do, and brings the picture back linearly.
 *
 * @param scale size of the shrunk picture, as a share, 0.05 to 1
 */
public record LowResolution(Range scale) implements Transform {
    private static final double LEAST = 0.05;

    public LowResolution {
        Range.required("scale", scale, LEAST, 1);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double drawn = scale.draw(random);
        int columns = samples(picture.width(), drawn);
        int rows = samples(picture.height(), drawn);
        if (rows < picture.height()) {
            CoarseLines lines = new CoarseLines(picture.height(), rows);
            for (int c = 0; c < picture.channels(); c++) {
                lines.columns(picture.plane(c), picture.width(), picture.spare(0));
            }
        }
        if (columns < picture.width()) {
            CoarseLines lines = new CoarseLines(picture.width(), columns);
            for (int c = 0; c < picture.channels(); c++) {
                lines.rows(picture.plane(c));
            }
        }
    }

    private static int samples(int pixels, double share) {
        return (int) Math.max(1, Math.rint(pixels * share));
    }

    @Override
    public LowResolution scaled(double strength) {
        return new LowResolution(scale.scaled(strength, 1).within(LEAST, 1));
    }
}
