package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Smooth change of brightness across the picture, as from a receive coil that is nearer to one side: the picture times
 * {@code exp(p(x, y))} with a polynomial p, x and y from -1 to 1 from border to border. Black stays black. The product is
 * scaled so that the mean of the picture (of all planes together) is what it was; what is then brighter than 255 is cut
 * off, and by that much the mean is lower.
 *
 * <p>Source: Van Leemput et al. 1999, "Automated model-based bias field correction of MR images of the brain"; TorchIO's {@code
 * RandomBiasField} (torchio/transforms/augmentation/intensity/random_bias_field.py), which has three dimensions, a constant
 * term and does not keep the mean.
 *
 * @param coefficients each of the polynomial's is drawn from this, within -2 to 2; TorchIO's default is -0.5 to 0.5
 * @param order highest degree of the polynomial, 1 to 5; 3, as in TorchIO, if not given
 */
public record BiasField(Range coefficients, Integer order) implements Transform {
    private static final double MOST = 2;

    public BiasField {
        Range.required("coefficients", coefficients, -MOST, MOST);
        order = order == null ? 3 : order;
        Range.required("order", Range.of(order), 1, SmoothField.MOST_ORDER);
    }

    /** Of order 3. */
    public BiasField(Range coefficients) {
        this(coefficients, 3);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double[][] drawn = new double[order + 1][order + 1];
        for (int x = 0; x <= order; x++) {
            for (int y = 0; y <= order - x; y++) {
                // The constant changes nothing when the mean is kept.
                drawn[x][y] = x + y == 0 ? 0 : coefficients.draw(random);
            }
        }
        multiply(picture, new SmoothField(drawn, picture.width(), picture.height()));
    }

    static void multiply(Picture picture, SmoothField field) {
        double before = 0;
        double after = 0;
        float[] factors = new float[picture.width()];
        for (int y = 0; y < picture.height(); y++) {
            field.row(y, factors);
            for (int c = 0; c < picture.channels(); c++) {
                float[] plane = picture.plane(c);
                float rowBefore = 0;
                float rowAfter = 0;
                for (int x = 0, i = y * factors.length; x < factors.length; x++, i++) {
                    float value = plane[i];
                    rowBefore += value;
                    value *= factors[x];
                    rowAfter += value;
                    plane[i] = value;
                }
                before += rowBefore;
                after += rowAfter;
            }
        }
        float gain = after > 0 ? (float) (before / after) : 1;
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = picture.plane(c);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.min(255, plane[i] * gain);
            }
        }
    }

    @Override
    public BiasField scaled(double strength) {
        return new BiasField(coefficients.scaled(strength, 0).within(-MOST, MOST), order);
    }
}
