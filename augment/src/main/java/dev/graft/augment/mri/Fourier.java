package dev.graft.augment.mri;

import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Discrete Fourier transforms of lines of one length, through JTransforms. Complex numbers are pairs in a float array;
 * frequency {@code k} lies at {@code k} or, if negative, at {@code length + k}.
 *
 * <p>Lines are transformed one by one, not planes: JTransforms's two-dimensional transforms start threads from a size on
 * that is global state. Its one-dimensional ones start none up to 2048 samples, more than networks take. Making the tables
 * takes as long as transforming one to three lines (measured for 224, 299 and 512), so they are made for each picture and
 * nothing is kept.
 */
final class Fourier {
    private final int length;
    private final FloatFFT_1D plan;

    Fourier(int length) {
        this.length = length;
        plan = new FloatFFT_1D(length);
    }

    /** The spectrum of a line. The first {@code length} elements hold it; all {@code 2 * length} hold the spectrum then. */
    void forward(float[] line) {
        // JTransforms 3.2 leaves what was there in the imaginary part of the frequency length / 2, and it counts with
        // it.
        Arrays.fill(line, length, 2 * length, 0);
        plan.realForwardFull(line);
    }

    /** The complex line of a spectrum, divided by {@code length}: the way back. */
    void inverse(float[] spectrum) {
        plan.complexInverse(spectrum, true);
    }

    /** The spectrum of a complex line. */
    void complexForward(float[] line) {
        plan.complexForward(line);
    }

    /**
     * The real line of the spectrum of one, of which frequencies 0 to {@code length / 2} are given.
     *
     * @param spectrum {@code 2 * length} elements; the first {@code length} hold the line then
     */
    void realInverse(float[] spectrum) {
        // JTransforms packs length numbers: the last one stands in for the mean's imaginary part, which is 0.
        if (length > 1) {
            spectrum[1] = spectrum[length];
        }
        plan.realInverse(spectrum, true);
    }
}
