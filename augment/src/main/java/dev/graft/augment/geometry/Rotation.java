package dev.graft.augment.geometry;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Turns the picture about its centre.
 *
 * @param degrees counter-clockwise
 * @param fill beyond the border; {@code reflect} if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
public record Rotation(Range degrees, Fill fill, Sampling sampling) implements Transform {
    public Rotation {
        Range.required("degrees", degrees, -360, 360);
        fill = fill == null ? Fill.REFLECT : fill;
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Reflected at the border, bilinear. */
    public Rotation(Range degrees) {
        this(degrees, Fill.REFLECT, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        AffineMap map = AffineMap.rotation(degrees.draw(random), picture.width(), picture.height());
        picture.move(map, fill, sampling);
    }

    @Override
    public Rotation scaled(double strength) {
        return new Rotation(degrees.scaled(strength, 0).within(-360, 360), fill, sampling);
    }
}
