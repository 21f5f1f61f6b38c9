package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BiasFieldTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new BiasField(Range.around(0.5));
    }

    @Test
    void theMeanStaysAndBlackStaysBlack() {
        for (long seed = 0; seed < 20; seed++) {
            Picture picture = new Picture();
            picture.read(dim(seed % 2 == 0));
            double before = mean(picture);
            new BiasField(Range.around(0.3)).apply(picture, new SplittableRandom(seed));

            assertThat(mean(picture)).isCloseTo(before, within(1e-3));
            assertThat(picture.plane(0)[0]).isZero();
        }
    }

    @Test
    void theFieldIsTheExponentialOfThePolynomial() {
        double[][] coefficients = {{0, 0.3, -0.2, 0.1}, {-0.4, 0.2, 0.5, 0}, {0.25, -0.1, 0, 0}, {0.35, 0, 0, 0}};
        SmoothField field = new SmoothField(coefficients, 150, 7);
        float[] row = new float[150];
        for (int j = 0; j < 7; j++) {
            field.row(j, row);
            double y = j / 3.0 - 1;
            for (int i = 0; i < 150; i++) {
                double x = 2 * i / 149.0 - 1;
                double polynomial = 0.3 * y
                        - 0.2 * y * y
                        + 0.1 * y * y * y
                        - 0.4 * x
                        + 0.2 * x * y
                        + 0.5 * x * y * y
                        + 0.25 * x * x
                        - 0.1 * x * x * y
                        + 0.35 * x * x * x;
                assertThat((double) row[i]).isCloseTo(Math.exp(polynomial), within(1e-6));
            }
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new BiasField(null)).hasMessageContaining("coefficients is missing");
        assertThatThrownBy(() -> new BiasField(Range.around(3)))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("coefficients", "[-2.0, 2.0]", "[-3.0, 3.0]");
        assertThatThrownBy(() -> new BiasField(Range.around(1), 6)).hasMessageContainingAll("order", "6");
        assertThatThrownBy(() -> new BiasField(Range.around(1), 0)).hasMessageContainingAll("order", "0");
    }

    /** Values up to 63, with a black corner. */
    private static RgbImage dim(boolean grey) {
        RgbImage image = noise(60, 40, 9, grey);
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (byte) (i < 3 ? 0 : image.pixels()[i] & 63);
        }
        return image;
    }

    private static double mean(Picture picture) {
        double sum = 0;
        for (int c = 0; c < picture.channels(); c++) {
            for (float value : picture.plane(c)) {
                sum += value;
            }
        }
        return sum / picture.channels() / picture.plane(0).length;
    }
}
