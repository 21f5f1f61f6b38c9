package dev.graft.augment.geometry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Magnifies or shrinks the picture about its centre. Keras's {@code RandomZoom} gives a height factor h where this gives 1 /
 * (1 + h); {@code scale} of torchvision's {@code RandomAffine} is the same as here.
 *
 * @param factor of the width, 0.05 to 20; 2 makes everything twice as large
 * @param heightFactor of the height; if not given, height and width keep their proportion: one factor is drawn for both
 * @param fill beyond the border; {@code reflect} if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Zoom(Range factor, @Nullable Range heightFactor, Fill fill, Sampling sampling) implements Transform {
    private static final double LEAST = 0.05;
    private static final double MOST = 20;

    public Zoom {
        Range.required("factor", factor, LEAST, MOST);
        if (heightFactor != null) {
            Range.required("heightFactor", heightFactor, LEAST, MOST);
        }
        fill = fill == null ? Fill.REFLECT : fill;
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Keeps proportions, reflected at the border, bilinear. */
    public Zoom(Range factor) {
        this(factor, null, Fill.REFLECT, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double wide = factor.draw(random);
        double high = heightFactor == null ? wide : heightFactor.draw(random);
        AffineMap map = AffineMap.aboutCentre(1 / wide, 0, 0, 1 / high, picture.width(), picture.height());
        picture.move(map, fill, sampling);
    }

    @Override
    public Zoom scaled(double strength) {
        return new Zoom(
                weaker(factor, strength), heightFactor == null ? null : weaker(heightFactor, strength), fill, sampling);
    }

    private static Range weaker(Range range, double strength) {
        return range.scaled(strength, 1).within(LEAST, MOST);
    }
}
