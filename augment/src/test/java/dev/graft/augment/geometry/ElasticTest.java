package dev.graft.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Oracles;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElasticTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Elastic(new Range(0.1, 0.3));
    }

    @Test
    void displacementsAreScipysSplines() throws Exception {
        for (int[] size : Oracles.SIZES) {
            Picture picture = Oracles.picture(size[0], size[1]);
            float[][] right = new float[8][8];
            float[][] down = new float[8][8];
            for (int i = 0; i < 8; i++) {
                for (int j = 0; j < 8; j++) {
                    right[i][j] = ((i * 7 + j * 5) % 11 - 5) / 4f;
                    down[i][j] = ((i * 3 + j * 8) % 13 - 6) / 4f;
                }
            }
            picture.deform(new SplineDeformation(size[0], size[1], right, down), Fill.REFLECT, Sampling.BILINEAR);

            Oracles.assertEqual(picture, ElasticTest.class, "elastic.csv", "elastic", 2e-3);
        }
    }

    @Test
    void nothingIsFoldedOver() {
        Random random = new Random(3);
        for (int trial = 0; trial < 40; trial++) {
            float[][] right = largest(random);
            float[][] down = largest(random);
            assertThat(leastArea(right, down, Elastic.MOST)).isPositive();
        }
        assertThat(leastArea(worst(), worst(), Elastic.MOST)).isPositive();
        assertThat(leastArea(worst(), worst(), 1.06 * Elastic.MOST))
                .as("The test can see folds: Choi and Lee's bound is 0.489")
                .isNegative();
    }

    /** The smallest of the areas that pixels are taken from, negative if turned over. */
    private static double leastArea(float[][] right, float[][] down, double displacement) {
        int size = 240;
        float most = (float) (displacement * size / 4);
        SplineDeformation deformation = new SplineDeformation(size, size, times(right, most), times(down, most));
        float[][] x = new float[size][size];
        float[][] y = new float[size][size];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            deformation.row(i, x[i], y[i]);
            for (int j = 1; i > 0 && j < size; j++) {
                double area = (x[i][j] - x[i][j - 1]) * (y[i][j] - y[i - 1][j])
                        - (x[i][j] - x[i - 1][j]) * (y[i][j] - y[i][j - 1]);
                least = Math.min(least, area);
            }
        }
        return least;
    }

    private static float[][] times(float[][] signs, float factor) {
        float[][] result = new float[signs.length][signs.length];
        for (int i = 0; i < signs.length; i++) {
            for (int j = 0; j < signs.length; j++) {
                result[i][j] = factor * signs[i][j];
            }
        }
        return result;
    }

    private static float[][] largest(Random random) {
        float[][] signs = new float[7][7];
        for (float[] row : signs) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextBoolean() ? 1 : -1;
            }
        }
        return signs;
    }

    /** Signs of corners that together push a point of a cell most against its neighbours on a diagonal. */
    private static float[][] worst() {
        double most = 0;
        float[][] worst = new float[7][7];
        for (double s = 0.05; s < 1; s += 0.05) {
            for (double t = 0.05; t < 1; t += 0.05) {
                float[][] signs = new float[7][7];
                double sum = 0;
                for (int i = 0; i < 4; i++) {
                    for (int j = 0; j < 4; j++) {
                        double slope = slope(i, s) * weight(j, t) + weight(i, s) * slope(j, t);
                        signs[i + 1][j + 1] = -(float) Math.signum(slope);
                        sum += Math.abs(slope);
                    }
                }
                worst = sum > most ? signs : worst;
                most = Math.max(most, sum);
            }
        }
        // 1 / K2 of Choi and Lee is 0.4887.
        assertThat(1 / most).isBetween(0.4886, 0.49);
        return worst;
    }

    /** Uniform cubic B-splines. */
    private static double weight(int corner, double t) {
        double distance = Math.abs(t + 1 - corner);
        return distance < 1
                ? 2.0 / 3 - distance * distance + distance * distance * distance / 2
                : Math.pow(2 - distance, 3) / 6;
    }

    private static double slope(int corner, double t) {
        return (weight(corner, t + 1e-6) - weight(corner, t - 1e-6)) / 2e-6;
    }

    @Test
    void isResampledTogetherWithTheMovementBefore() {
        Picture picture = Oracles.picture(24, 20);
        picture.move(AffineMap.translation(0.5, 0), Fill.REFLECT, Sampling.BILINEAR);
        picture.deform(
                (y, sourceX, sourceY) -> {
                    for (int x = 0; x < sourceX.length; x++) {
                        sourceX[x] = x + 0.5f;
                        sourceY[x] = y;
                    }
                },
                Fill.REFLECT,
                Sampling.BILINEAR);

        // Resampled twice, it would be blurred.
        assertThat(picture.plane(0)).isEqualTo(Oracles.picture(24, 20).plane(0));
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new Elastic(Range.of(0.5))).hasMessageContainingAll("displacement", "0.48", "0.5");
        assertThatThrownBy(() -> new Elastic(Range.of(0.1), 1, null)).hasMessageContaining("cells");
        assertThatThrownBy(() -> new Elastic(null)).hasMessageContaining("displacement is missing");
    }
}
