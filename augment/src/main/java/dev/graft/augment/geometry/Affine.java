package dev.graft.augment.geometry;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Rotation, translation, zoom and shear about the centre in one, as torchvision's {@code RandomAffine}. There, positive angles
 * turn clockwise, and translations are rounded to whole pixels.
 *
 * @param degrees counter-clockwise, -360 to 360; 0 if not given
 * @param translateX to the right, as a part of the width, -1 to 1; 0 if not given
 * @param translateY down, as a part of the height, -1 to 1; 0 if not given
 * @param scale 0.05 to 20, above 1 magnifies; 1 if not given
 * @param shearX degrees, see {@link Shear}; 0 if not given
 * @param shearY degrees, see {@link Shear}; 0 if not given
 * @param fill beyond the border; {@code reflect} if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
public record Affine(
        Range degrees,
        Range translateX,
        Range translateY,
        Range scale,
        Range shearX,
        Range shearY,
        Fill fill,
        Sampling sampling)
        implements Transform {
    public Affine {
        degrees = Range.required("degrees", Range.orElse(degrees, 0), -360, 360);
        translateX = Range.required("translateX", Range.orElse(translateX, 0), -1, 1);
        translateY = Range.required("translateY", Range.orElse(translateY, 0), -1, 1);
        scale = Range.required("scale", Range.orElse(scale, 1), 0.05, 20);
        shearX = Range.required("shearX", Range.orElse(shearX, 0), -Shear.MOST, Shear.MOST);
        shearY = Range.required("shearY", Range.orElse(shearY, 0), -Shear.MOST, Shear.MOST);
        fill = fill == null ? Fill.REFLECT : fill;
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Without shear; the same part of width and height; reflected at the border, bilinear. */
    public Affine(Range degrees, Range translate, Range scale) {
        this(degrees, translate, translate, scale, Range.of(0), Range.of(0), Fill.REFLECT, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        Placement placement = new Placement(
                degrees.draw(random),
                translateX.draw(random) * picture.width(),
                translateY.draw(random) * picture.height(),
                scale.draw(random),
                shearX.draw(random),
                shearY.draw(random));
        picture.move(placement.map(picture.width(), picture.height()), fill, sampling);
    }

    @Override
    public Affine scaled(double strength) {
        return new Affine(
                degrees.scaled(strength, 0).within(-360, 360),
                translateX.scaled(strength, 0).within(-1, 1),
                translateY.scaled(strength, 0).within(-1, 1),
                scale.scaled(strength, 1).within(0.05, 20),
                shearX.scaled(strength, 0).within(-Shear.MOST, Shear.MOST),
                shearY.scaled(strength, 0).within(-Shear.MOST, Shear.MOST),
                fill,
                sampling);
    }
}
