package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Ghosts: faint copies of the picture along the direction of phase encoding, as from pulsating blood or breathing. Every
 * n-th line of k-space is weakened, which puts n - 1 copies beside the picture, at distances of 1/n of its size; the middle of
 * k-space stays as it is. A line of 0 (the mean) always stays.
 *
 * <p>Source: TorchIO's {@code RandomGhosting} (torchio/transforms/augmentation/intensity/random_ghosting.py). It takes the
 * real part of the resulting image, this the magnitude.
 *
 * @param ghosts n, whole numbers from 2 to 64; TorchIO draws from 4 to 10
 * @param intensity by how much lines are weakened: 0 not at all, 1 to nothing; TorchIO draws from 0.5 to 1
 * @param restore share of k-space in the middle that stays, 0 to 1; {@code [0, 0]}, the line of the mean alone, if not given
 * @param axis of phase encoding; {@code either} if not given
 */
public record Ghosting(Range ghosts, Range intensity, Range restore, Axis axis) implements Transform {
    public Ghosting {
        WholeNumbers.required("ghosts", ghosts, 2, 64);
        Range.required("intensity", intensity, 0, 1);
        restore = restore == null ? Range.of(0) : Range.required("restore", restore, 0, 1);
        axis = axis == null ? Axis.EITHER : axis;
    }

    /** Only the line of the mean stays; along either axis. */
    public Ghosting(Range ghosts, Range intensity) {
        this(ghosts, intensity, Range.of(0), Axis.EITHER);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        int number = WholeNumbers.draw(ghosts, random);
        double weakening = intensity.draw(random);
        double kept = restore.draw(random);
        Lines lines = new Lines(picture.width(), picture.height(), axis.horizontal(random));
        if (weakening == 0) {
            return;
        }
        float[] factors = factors(lines.length(), number, weakening, kept);
        for (int c = 0; c < picture.channels(); c++) {
            multiply(picture.plane(c), lines, factors);
        }
    }

    /** What each frequency is multiplied with, in the order of {@link Fourier}. */
    static float[] factors(int length, int ghosts, double weakening, double restore) {
        int restored = (int) Math.rint(restore * length) / 2;
        float[] factors = new float[length];
        for (int i = 0; i < length; i++) {
            int frequency = i - length / 2;
            boolean weakened = i % ghosts == 0 && Math.abs(frequency) > restored;
            factors[Math.floorMod(frequency, length)] = weakened ? (float) (1 - weakening) : 1;
        }
        return factors;
    }

    // What is multiplied along one axis alone needs no transform along the other one.
    static void multiply(float[] plane, Lines lines, float[] factors) {
        int length = lines.length();
        Fourier fourier = new Fourier(length);
        float[] line = new float[2 * length];
        for (int i = 0; i < lines.number(); i++) {
            lines.read(plane, i, line);
            fourier.forward(line);
            for (int k = 0; k < length; k++) {
                line[2 * k] *= factors[k];
                line[2 * k + 1] *= factors[k];
            }
            fourier.inverse(line);
            lines.writeMagnitudes(line, plane, i);
        }
    }

    @Override
    public Ghosting scaled(double strength) {
        return new Ghosting(ghosts, intensity.scaled(strength, 0).within(0, 1), restore, axis);
    }
}
