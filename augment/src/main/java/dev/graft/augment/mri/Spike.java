package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Stripes all over the picture (herringbone, corduroy artefact), as from electric discharges while k-space is recorded:
 * single points of k-space, anywhere, are too large.
 *
 * <p>Source: TorchIO's {@code RandomSpike} (torchio/transforms/augmentation/intensity/random_spike.py). It takes the real part of
 * the resulting image, this the magnitude: the black background becomes evenly grey. Its spikes grow with the ones before,
 * these are all of one size.
 *
 * @param spikes how many, whole numbers from 1 to 16; {@code [1, 1]}, as in TorchIO, if not given
 * @param intensity a spike's size, as a share of k-space's largest value, which is the sum of the picture's values; 0 to 5;
 *     TorchIO draws from 1 to 3, which drowns the picture
 */
public record Spike(Range spikes, Range intensity) implements Transform {
    private static final double MOST = 5;

    public Spike {
        spikes = spikes == null ? Range.of(1) : WholeNumbers.required("spikes", spikes, 1, 16);
        Range.required("intensity", intensity, 0, MOST);
    }

    /** One spike. */
    public Spike(Range intensity) {
        this(Range.of(1), intensity);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        int number = WholeNumbers.draw(spikes, random);
        double ratio = intensity.draw(random);
        int width = picture.width();
        int height = picture.height();
        List<Wave> waves = IntStream.range(0, number)
                .mapToObj(i -> Wave.of(random.nextInt(width) - width / 2, random.nextInt(height) - height / 2, picture))
                .toList();
        if (ratio == 0) {
            return;
        }
        for (int c = 0; c < picture.channels(); c++) {
            add(picture.plane(c), width, waves, ratio);
        }
    }

    // The transform of a single point of k-space is a plane wave, so no transform is needed. A picture without negative
    // values has
    // the largest value of k-space at frequency 0; its share of each pixel is the mean.
    static void add(float[] plane, int width, List<Wave> waves, double ratio) {
        float amplitude = (float) (ratio * mean(plane));
        float[] real = new float[width];
        float[] imaginary = new float[width];
        for (int y = 0, row = 0; row < plane.length; y++, row += width) {
            Arrays.fill(real, 0);
            Arrays.fill(imaginary, 0);
            for (Wave wave : waves) {
                wave.addRow(y, amplitude, real, imaginary);
            }
            for (int x = 0; x < width; x++) {
                float sum = plane[row + x] + real[x];
                plane[row + x] = Math.min(255, (float) Math.sqrt(sum * sum + imaginary[x] * imaginary[x]));
            }
        }
    }

    private static double mean(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum / plane.length;
    }

    @Override
    public Spike scaled(double strength) {
        return new Spike(spikes, intensity.scaled(strength, 0).within(0, MOST));
    }
}
