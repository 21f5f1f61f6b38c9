package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Equalises each channel's histogram; torchvision's {@code equalize}, which counts as Pillow's {@code ImageOps.equalize}
 * does.
 *
 * @param probability how often; 0.5 if not given
 */
public record Equalize(Probability probability) implements Transform {
    public Equalize {
        probability = probability == null ? Probability.HALF : probability;
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            for (int c = 0; c < picture.channels(); c++) {
                equalize(picture.plane(c));
            }
        }
    }

    private static void equalize(float[] plane) {
        int[] histogram = histogram(plane);
        int largest = 255;
        while (histogram[largest] == 0) {
            largest--;
        }
        int step = (plane.length - histogram[largest]) / 255;
        if (step == 0) {
            return; // so few pixels that there is nothing to spread
        }
        float[] table = new float[256];
        for (int value = 0, below = step / 2; value < 256; value++) {
            table[value] = Math.min(255, below / step);
            below += histogram[value];
        }
        for (int i = 0; i < plane.length; i++) {
            plane[i] = table[(int) (plane[i] + 0.5f)];
        }
    }

    /** Two counters a value, for neighbours are often equal and would wait for each other. */
    private static int[] histogram(float[] plane) {
        int[] even = new int[256];
        int[] odd = new int[256];
        int i = 0;
        for (; i + 1 < plane.length; i += 2) {
            even[(int) (plane[i] + 0.5f)]++;
            odd[(int) (plane[i + 1] + 0.5f)]++;
        }
        if (i < plane.length) {
            even[(int) (plane[i] + 0.5f)]++;
        }
        for (int value = 0; value < 256; value++) {
            even[value] += odd[value];
        }
        return even;
    }

    @Override
    public Equalize scaled(double strength) {
        return new Equalize(probability.scaled(strength));
    }
}
