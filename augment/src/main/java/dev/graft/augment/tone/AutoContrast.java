package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Stretches each channel so that its smallest value becomes 0 and its largest 255; torchvision's {@code autocontrast}. A
 * channel of one value stays as it is.
 *
 * @param probability how often; 0.5 if not given
 */
public record AutoContrast(Probability probability) implements Transform {
    public AutoContrast {
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            for (int c = 0; c < picture.channels(); c++) {
                stretch(picture.plane(c));
            }
        }
    }

    private static void stretch(float[] plane) {
        float least = plane[0];
        float most = plane[0];
        for (float value : plane) {
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        if (most > least) {
            float scale = 255 / (most - least);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.min(255, (plane[i] - least) * scale);
            }
        }
    }

    @Override
    public AutoContrast scaled(double strength) {
        return new AutoContrast(probability.scaled(strength));
    }
}
