package dev.graft.augment.geometry;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Makes rectangles oblique, about the picture's centre: a positive angle moves the upper part to the right, or the left part
 * down. As {@code shear} of torchvision's {@code affine}.
 *
 * @param x degrees by which vertical lines are tilted, -80 to 80; not at all if not given
 * @param y degrees by which horizontal lines are tilted, -80 to 80; not at all if not given
 * @param fill beyond the border; {@code reflect} if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
public record Shear(Range x, Range y, Fill fill, Sampling sampling) implements Transform {
    static final double MOST = 80;

    public Shear {
        x = Range.required("x", Range.orElse(x, 0), -MOST, MOST);
        y = Range.required("y", Range.orElse(y, 0), -MOST, MOST);
        fill = fill == null ? Fill.REFLECT : fill;
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Reflected at the border, bilinear. */
    public Shear(Range x, Range y) {
        this(x, y, Fill.REFLECT, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        Placement placement = new Placement(0, 0, 0, 1, x.draw(random), y.draw(random));
        picture.move(placement.map(picture.width(), picture.height()), fill, sampling);
    }

    @Override
    public Shear scaled(double strength) {
        return new Shear(
                x.scaled(strength, 0).within(-MOST, MOST), y.scaled(strength, 0).within(-MOST, MOST), fill, sampling);
    }
}
