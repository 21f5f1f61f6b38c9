package dev.graft.augment.geometry;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Smooth deformation: the corners of a coarse grid of cells are displaced at random and the pixels between them follow a
 * cubic B-spline. The corners on the border stay, so the border moves by a sixth of its neighbours' displacement at most.
 *
 * <p>Nothing is ever folded over: uniform cubic B-splines in two dimensions are injective as long as no corner is displaced
 * by more than 1 / 2.0464 = 0.489 of the distance between corners along either axis (Choi and Lee 2000, "Injectivity
 * conditions of 2D and 3D uniform cubic B-spline functions"). More than 0.48 is refused.
 *
 * <p>Source: Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks applied to visual document
 * analysis", for the idea; TorchIO's {@code RandomElasticDeformation}
 * (torchio/transforms/augmentation/spatial/random_elastic_deformation.py) with {@code locked_borders=2} for the grid. Its {@code
 * num_control_points} is the number of cells plus 3, and its displacement of 7.5 mm in a picture of 256 mm is 0.117 here.
 *
 * @param displacement the most by which a corner is displaced along each axis, as a share of the distance between corners; 0 to
 *     0.48
 * @param cells in each direction, 2 to 32; 4, as in TorchIO, if not given; more make finer waves
 * @param fill beyond the border; {@code reflect} if not given
 */
public record Elastic(Range displacement, Integer cells, Fill fill) implements Transform {
    static final double MOST = 0.48;

    public Elastic {
        Range.required("displacement", displacement, 0, MOST);
        cells = cells == null ? 4 : cells;
        Range.required("cells", Range.of(cells), 2, 32);
        fill = fill == null ? Fill.REFLECT : fill;
    }

    /** Four cells, reflected at the border. */
    public Elastic(Range displacement) {
        this(displacement, 4, Fill.REFLECT);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double most = displacement.draw(random);
        float[][] right = drawCorners(most * picture.width() / cells, random);
        float[][] down = drawCorners(most * picture.height() / cells, random);
        if (most > 0) {
            picture.deform(
                    new SplineDeformation(picture.width(), picture.height(), right, down), fill, Sampling.BILINEAR);
        }
    }

    /** Displacements of the corners, with one more ring around the picture. */
    private float[][] drawCorners(double most, RandomGenerator random) {
        float[][] corners = new float[cells + 3][cells + 3];
        for (int i = 2; i <= cells; i++) {
            for (int j = 2; j <= cells; j++) {
                corners[i][j] = (float) (most * (2 * random.nextDouble() - 1));
            }
        }
        return corners;
    }

    @Override
    public Elastic scaled(double strength) {
        return new Elastic(displacement.scaled(strength, 0).within(0, MOST), cells, fill);
    }
}
