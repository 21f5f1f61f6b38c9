package dev.graft.augment.geometry;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Cuts out a part and enlarges it to the whole size: torchvision's {@code RandomResizedCrop}, of Szegedy et al., Going deeper
 * with convolutions, CVPR 2015. Its crops and its grid; but a pixel at the crop's edge is interpolated with its true neighbour
 * beyond the edge, where torchvision repeats the edge. For a picture that is not square, proportions are relative to the
 * picture's own, so that the whole picture is always a possible crop.
 *
 * @param area of the crop as a part of the picture's, above 0 to 1; [0.08, 1] if not given
 * @param ratio of the crop's width to its height over that of the picture, drawn evenly in its logarithm, 0.05 to 20; [3/4,
 *     4/3] if not given
 * @param sampling between pixels; {@code bilinear} if not given
 */
public record CropAndResize(Range area, Range ratio, Sampling sampling) implements Transform {
    private static final Range TORCHVISION_RATIO = new Range(3 / 4.0, 4 / 3.0);

    private static final double SMALLEST_AREA = 1e-4;
    private static final int ATTEMPTS = 10;

    public CropAndResize {
        area = Range.required("area", area == null ? new Range(0.08, 1) : area, SMALLEST_AREA, 1);
        ratio = Range.required("ratio", ratio == null ? TORCHVISION_RATIO : ratio, 0.05, 20);
        sampling = sampling == null ? Sampling.BILINEAR : sampling;
    }

    /** Bilinear, with torchvision's range of proportions. */
    public CropAndResize(Range area) {
        this(area, TORCHVISION_RATIO, Sampling.BILINEAR);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        Box crop = crop(picture.width(), picture.height(), random);
        picture.move(crop.enlarged(picture.width(), picture.height()), Fill.NEAREST, sampling);
    }

    /** Whole pixels; if ten draws do not fit into the picture, then the largest crop in the middle whose ratio is allowed. */
    private Box crop(int width, int height, RandomGenerator random) {
        for (int i = 0; i < ATTEMPTS; i++) {
            double part = area.draw(random);
            double proportion = Math.exp(
                    Math.log(ratio.from()) + (Math.log(ratio.to()) - Math.log(ratio.from())) * random.nextDouble());
            int wide = (int) Math.rint(width * Math.sqrt(part * proportion));
            int high = (int) Math.rint(height * Math.sqrt(part / proportion));
            if (wide > 0 && wide <= width && high > 0 && high <= height) {
                return new Box(random.nextInt(width - wide + 1), random.nextInt(height - high + 1), wide, high);
            }
        }
        double proportion = Math.max(ratio.from(), Math.min(1, ratio.to()));
        int wide = Math.max(1, (int) Math.rint(width * Math.min(1, proportion)));
        int high = Math.max(1, (int) Math.rint(height * Math.min(1, 1 / proportion)));
        return new Box((width - wide) / 2, (height - high) / 2, wide, high);
    }

    @Override
    public CropAndResize scaled(double strength) {
        Range weakerArea = area.scaled(strength, 1).within(SMALLEST_AREA, 1);
        Range weakerRatio =
                new Range(Math.pow(ratio.from(), strength), Math.pow(ratio.to(), strength)).within(0.05, 20);
        return new CropAndResize(weakerArea, weakerRatio, sampling);
    }

    /** A part of a picture, in pixels. */
    record Box(int left, int top, int width, int height) {
        /** Fills a picture with the part; borders on borders, as when one resizes. */
        AffineMap enlarged(int pictureWidth, int pictureHeight) {
            double perX = (double) width / pictureWidth;
            double perY = (double) height / pictureHeight;
            return new AffineMap(perX, 0, left + perX / 2 - 0.5, 0, perY, top + perY / 2 - 0.5);
        }
    }
}
