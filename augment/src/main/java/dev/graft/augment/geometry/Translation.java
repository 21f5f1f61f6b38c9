package dev.graft.augment.geometry;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Moves the picture, by fractions of pixels too, as Keras's {@code RandomTranslation} does.
 *
 * @param x to the right, as a part of the width, -1 to 1; not at all if not given
 * @param y down, as a part of the height, -1 to 1; not at all if not given
 * @param fill beyond the border; {@code reflect} if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
public record Translation(Range x, Range y, Fill fill, Sampling sampling) implements Transform {
    public Translation {
        x = Range.required("x", Range.orElse(x, 0), -1, 1);
        y = Range.required("y", Range.orElse(y, 0), -1, 1);
        fill = fill == null ? Fill.REFLECT : fill;
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Reflected at the border, bilinear. */
    public Translation(Range x, Range y) {
        this(x, y, Fill.REFLECT, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double right = x.draw(random) * picture.width();
        double down = y.draw(random) * picture.height();
        picture.move(AffineMap.translation(right, down), fill, sampling);
    }

    @Override
    public Translation scaled(double strength) {
        return new Translation(
                x.scaled(strength, 0).within(-1, 1), y.scaled(strength, 0).within(-1, 1), fill, sampling);
    }
}
