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

    /** The determinant of the derivatives is positive everywhere, even if neighbours go against each other. */
    @Test
    void nothingIsFoldedOver() {
        int size = 160;
        int cells = 4;
        float most = 0.48f * size / cells;
        Random random = new Random(3);
        for (int trial = 0; trial < 300; trial++) {
            float[][] right = corners(cells + 3, most, trial, random);
            float[][] down = corners(cells + 3, most, trial / 2, random);
            SplineDeformation deformation = new SplineDeformation(size, size, right, down);
            float[][] x = new float[size][size];
            float[][] y = new float[size][size];
            for (int row = 0; row < size; row++) {
                deformation.row(row, x[row], y[row]);
            }
            for (int i = 1; i < size; i++) {
                for (int j = 1; j < size; j++) {
                    double area = (x[i][j] - x[i][j - 1]) * (y[i][j] - y[i - 1][j])
                            - (x[i][j] - x[i - 1][j]) * (y[i][j] - y[i][j - 1]);
                    assertThat(area).isPositive();
                }
            }
        }
    }

    /** Largest displacements, of random signs or as on a chessboard, or random ones. */
    private static float[][] corners(int number, float most, int kind, Random random) {
        float[][] corners = new float[number][number];
        for (int i = 0; i < number; i++) {
            for (int j = 0; j < number; j++) {
                float sign = kind % 3 == 0 ? (i + j) % 2 * 2 - 1 : random.nextBoolean() ? 1 : -1;
                corners[i][j] = kind % 3 == 2 ? most * (2 * random.nextFloat() - 1) : most * sign;
            }
        }
        return corners;
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
