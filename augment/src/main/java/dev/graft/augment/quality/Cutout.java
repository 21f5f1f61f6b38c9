package dev.graft.augment.quality;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Paints over a rectangle; torchvision's {@code RandomErasing}, of Zhong et al., Random Erasing Data Augmentation, AAAI 2020,
 * and DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout, 2017. The rectangle lies
 * wholly in the picture and is smaller than it in both directions; if ten draws are not, nothing is painted.
 *
 * @param area of the rectangle as a part of the picture's, 0 to 1; [0.02, 0.33] if not given
 * @param ratio of its height to its width, drawn evenly in its logarithm, 0.05 to 20; [0.3, 3.3] if not given
 * @param value that is painted, 0 to 255, the same in all channels; 0 if not given
 * @param probability how often; 0.5 if not given
 */
public record Cutout(Range area, Range ratio, Range value, Probability probability) implements Transform {
    private static final Range TORCHVISION_RATIO = new Range(0.3, 3.3);

    private static final int ATTEMPTS = 10;

    public Cutout {
        area = Range.required("area", area == null ? new Range(0.02, 0.33) : area, 0, 1);
        ratio = Range.required("ratio", ratio == null ? TORCHVISION_RATIO : ratio, 0.05, 20);
        value = Range.required("value", Range.orElse(value, 0), 0, 255);
        probability = probability == null ? Probability.HALF : probability;
    }

    /** Black, with torchvision's range of proportions, every other time. */
    public Cutout(Range area) {
        this(area, TORCHVISION_RATIO, Range.of(0), Probability.HALF);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        boolean wanted = probability.draw(random);
        float painted = (float) value.draw(random);
        for (int i = 0; wanted && i < ATTEMPTS; i++) {
            double pixels = area.draw(random) * picture.width() * picture.height();
            double from = Math.log(ratio.from());
            double proportion = Math.exp(from + (Math.log(ratio.to()) - from) * random.nextDouble());
            int high = (int) Math.rint(Math.sqrt(pixels * proportion));
            int wide = (int) Math.rint(Math.sqrt(pixels / proportion));
            if (high < picture.height() && wide < picture.width()) {
                int top = random.nextInt(picture.height() - high + 1);
                int left = random.nextInt(picture.width() - wide + 1);
                for (int c = 0; c < picture.channels(); c++) {
                    paint(picture.plane(c), painted, top * picture.width() + left, wide, high, picture.width());
                }
                return;
            }
        }
    }

    private static void paint(float[] plane, float value, int start, int wide, int high, int stride) {
        for (int row = 0; row < high; row++) {
            int at = start + row * stride;
            Arrays.fill(plane, at, at + wide, value);
        }
    }

    @Override
    public Cutout scaled(double strength) {
        return new Cutout(area.scaled(strength, 0).within(0, 1), ratio, value, probability);
    }
}
