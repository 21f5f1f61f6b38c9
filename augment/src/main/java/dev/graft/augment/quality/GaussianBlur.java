package dev.graft.augment.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.error.GraftException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Blurs; torchvision's {@code gaussian_blur} with its kernel and its border, mirrored without repeating the border's pixels.
 *
 * @param sigma standard deviation in pixels, 0 to 50
 * @param size of the kernel in pixels, odd, 1 to 301; if not given, three sigma to either side
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GaussianBlur(Range sigma, @Nullable Integer size) implements Transform {
    private static final double MOST = 50;

    public GaussianBlur {
        Range.required("sigma", sigma, 0, MOST);
        if (size != null && (size < 1 || size > 301 || size % 2 == 0)) {
            throw new GraftException("The size of a blur's kernel is an odd number of pixels from 1 to 301, found "
                    + size + ". Leave it out for one that fits sigma.");
        }
    }

    /** With a kernel that fits sigma. */
    public GaussianBlur(Range sigma) {
        this(sigma, null);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double deviation = sigma.draw(random);
        int radius = size == null ? (int) Math.ceil(3 * deviation) : size / 2;
        if (deviation > 0 && radius > 0) {
            SymmetricFilter filter = SymmetricFilter.gaussian(deviation, radius);
            for (int c = 0; c < picture.channels(); c++) {
                filter.apply(picture.plane(c), picture.spare(0), picture.width(), picture.height());
            }
        }
    }

    @Override
    public GaussianBlur scaled(double strength) {
        return new GaussianBlur(sigma.scaled(strength, 0).within(0, MOST), size);
    }
}
