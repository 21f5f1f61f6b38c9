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
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = picture.plane(c);
            float[] sharpened = picture.spare(0);
            System.arraycopy(plane, 0, sharpened, 0, plane.length);
            float[] columns = new float[picture.width()];
            for (int y = 1; y < picture.height() - 1; y++) {
                sharpenRow(plane, sharpened, y * picture.width(), columns, by);
            }
            picture.replace(c, 0);
        }
    }

    /** The blur weighs a pixel 5/13 and each neighbour 1/13: the sum of all nine, and the pixel four times more. */
    private static void sharpenRow(float[] plane, float[] sharpened, int start, float[] columns, float by) {
        int width = columns.length;
        for (int x = 0; x < width; x++) {
            columns[x] = plane[start - width + x] + plane[start + x] + plane[start + width + x];
        }
        for (int x = 1; x < width - 1; x++) {
            float value = plane[start + x];
            float blurred = (columns[x - 1] + columns[x] + columns[x + 1] + 4 * value) * (1 / 13f);
            sharpened[start + x] = Math.max(0, Math.min(255, value + (1 - by) * (blurred - value)));
        }
    }

    @Override
    public Sharpness scaled(double strength) {
        return new Sharpness(factor.scaled(strength, 1).within(0, 100));
    }
}
