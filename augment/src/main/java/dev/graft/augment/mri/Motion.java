package dev.graft.augment.mri;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * The patient moves while k-space is recorded: it is put together of segments, one after the other along the direction of
 * phase encoding, each from the picture in another position. The segment in the middle of k-space, which shows most of the
 * picture, comes from the picture as it is. What moves in from beyond the border is the border's value.
 *
 * <p>Source: Shaw et al. 2019, "MRI k-space motion artefact augmentation: model robustness and task-specific uncertainty";
 * TorchIO's {@code RandomMotion} (torchio/transforms/augmentation/intensity/random_motion.py), times of movements included. It
 * takes the real part of the resulting image, this the magnitude.
 *
 * @param degrees how far the head is turned in each position, within -45 to 45; TorchIO's default is -10 to 10
 * @param translation how far it is moved along each axis, as a share of width and height, within -0.5 to 0.5; TorchIO's
 *     default of 10 mm is 0.04 of 256 mm
 * @param movements how many, whole numbers from 1 to 8; {@code [2, 2]}, as in TorchIO, if not given
 * @param axis of phase encoding; {@code either} if not given
 */
public record Motion(Range degrees, Range translation, Range movements, Axis axis) implements Transform {
    private static final double MOST_DEGREES = 45;
    private static final double MOST_TRANSLATION = 0.5;
    /** Movements come at even times, give or take this share of the time between them; TorchIO's. */
    private static final double PERTURBATION = 0.3;

    public Motion {
        Range.required("degrees", degrees, -MOST_DEGREES, MOST_DEGREES);
        Range.required("translation", translation, -MOST_TRANSLATION, MOST_TRANSLATION);
        movements = movements == null ? Range.of(2) : WholeNumbers.required("movements", movements, 1, 8);
        axis = axis == null ? Axis.EITHER : axis;
    }

    /** Two movements, along either axis. */
    public Motion(Range degrees, Range translation) {
        this(degrees, translation, Range.of(2), Axis.EITHER);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        int number = WholeNumbers.draw(movements, random);
        Lines lines = new Lines(picture.width(), picture.height(), axis.horizontal(random));
        AffineMap[] positions = new AffineMap[number];
        double[] times = new double[number];
        boolean moved = false;
        for (int i = 0; i < number; i++) {
            double turn = degrees.draw(random);
            double right = translation.draw(random) * picture.width();
            double down = translation.draw(random) * picture.height();
            moved |= turn != 0 || right != 0 || down != 0;
            positions[i] = AffineMap.translation(right, down)
                    .after(AffineMap.rotation(turn, picture.width(), picture.height()));
            times[i] = (i + 1 + PERTURBATION * (2 * random.nextDouble() - 1)) / (number + 1);
        }
        if (moved) {
            SegmentedAcquisition acquisition = SegmentedAcquisition.of(lines, positions, times);
            for (int c = 0; c < picture.channels(); c++) {
                acquisition.record(picture, c);
            }
        }
    }

    @Override
    public Motion scaled(double strength) {
        return new Motion(
                degrees.scaled(strength, 0).within(-MOST_DEGREES, MOST_DEGREES),
                translation.scaled(strength, 0).within(-MOST_TRANSLATION, MOST_TRANSLATION),
                movements,
                axis);
    }
}
