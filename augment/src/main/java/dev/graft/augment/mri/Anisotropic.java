package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Lower resolution along one axis, as in slices that were cut from a volume with thick ones: the picture is shrunk along the
 * axis and brought back to its size.
 *
 * <p>Source: TorchIO's {@code RandomAnisotropy} (torchio/transforms/augmentation/spatial/random_anisotropy.py), after Billot et al. 2020,
 * "Partial volume segmentation of brain MRI scans of any resolution and contrast". It shrinks by leaving out pixels, this takes
 * means, as voxels do; both bring it back linearly.
 *
 * @param downsampling how many times fewer samples there are, 1 to 16; TorchIO draws from 1.5 to 5
 * @param axis along which; {@code either} if not given
 */
public record Anisotropic(Range downsampling, Axis axis) implements Transform {
    private static final double MOST = 16;

    public Anisotropic {
        Range.required("downsampling", downsampling, 1, MOST);
        axis = axis == null ? Axis.EITHER : axis;
    }

    /** Along either axis. */
    public Anisotropic(Range downsampling) {
        this(downsampling, Axis.EITHER);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double factor = downsampling.draw(random);
        boolean horizontal = axis.horizontal(random);
        int pixels = horizontal ? picture.width() : picture.height();
        int samples = (int) Math.max(1, Math.rint(pixels / factor));
        if (samples == pixels) {
            return;
        }
        CoarseLines lines = new CoarseLines(pixels, samples);
        for (int c = 0; c < picture.channels(); c++) {
            if (horizontal) {
                lines.rows(picture.plane(c));
            } else {
                lines.columns(picture.plane(c), picture.width(), picture.spare(0));
            }
        }
    }

    @Override
    public Anisotropic scaled(double strength) {
        return new Anisotropic(downsampling.scaled(strength, 1).within(1, MOST), axis);
    }
}
