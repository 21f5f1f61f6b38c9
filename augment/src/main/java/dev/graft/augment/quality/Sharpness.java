package dev.graft.augment.quality;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Sharpens or softens; torchvision's {@code adjust_sharpness}: values move away from a 3 x 3 blur of the picture, or towards
 * it. The outermost pixels stay as they are, and so do pictures of less than 3 pixels in a direction.
 *
 * @param factor of the distance from the blur, 0 (blurred) to 100, 1 changes nothing
 */
public record Sharpness(Range factor) implements Transform {
    public Sharpness {
        Range.required("factor", factor, 0, 100);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) factor.draw(random);
        if (by == 1 || picture.width() < 3 || picture.height() < 3) {
            return;
        }
        NeighbourSums sums = new NeighbourSums(picture.width());
        for (int c = 0; c < picture.channels(); c++) {
            sharpen(picture.plane(c), sums, picture.height(), 1 - by);
        }
    }

    private static void sharpen(float[] plane, NeighbourSums sums, int height, float towardsBlur) {
        int width = plane.length / height;
        sums.begin(plane);
        for (int y = 1; y < height - 1; y++) {
            sums.next(plane, y);
            float[] sharpened = sums.blended(towardsBlur);
            System.arraycopy(sharpened, 1, plane, y * width + 1, width - 2);
        }
    }

    @Override
    public Sharpness scaled(double strength) {
        return new Sharpness(factor.scaled(strength, 1).within(0, 100));
    }
}
