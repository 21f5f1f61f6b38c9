package dev.graft.augment.mri;

import java.util.Arrays;

/**
 * Shrinks lines of pixels to fewer samples and brings them back to their length: samples are means over what they cover,
 * pixels between the samples' centres are linear, those beyond the outer centres have the outer samples' values.
 */
final class CoarseLines {
    private final int pixels;
    private final int samples;
    /** For each pixel, the sample with the nearest centre before it and the next one's share of the pixel. */
    private final int[] before;

    private final float[] share;

    /** @param samples from 1 to {@code pixels} */
    CoarseLines(int pixels, int samples) {
        this.pixels = pixels;
        this.samples = samples;
        before = new int[pixels];
        share = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            double position = Math.max(0, Math.min(samples - 1, (i + 0.5) * samples / pixels - 0.5));
            before[i] = (int) position;
            share[i] = (float) (position - before[i]);
        }
    }

    /**
     * All columns of a plane.
     *
     * @param coarse of the plane's size, with any content
     */
    void columns(float[] plane, int width, float[] coarse) {
        Arrays.fill(coarse, 0, samples * width, 0);
        for (int j = 0; j < samples; j++) {
            for (int y = firstPixel(j); y < firstPixelBeyond(j); y++) {
                float covered = covered(j, y);
                for (int x = 0; x < width; x++) {
                    coarse[j * width + x] += covered * plane[y * width + x];
                }
            }
        }
        for (int y = 0; y < pixels; y++) {
            int above = before[y] * width;
            int below = Math.min(before[y] + 1, samples - 1) * width;
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = coarse[above + x] + share[y] * (coarse[below + x] - coarse[above + x]);
            }
        }
    }

    /** All rows of a plane. */
    void rows(float[] plane) {
        int most = (pixels + samples - 1) / samples + 1;
        float[][] covered = new float[samples][most];
        for (int j = 0; j < samples; j++) {
            for (int x = firstPixel(j); x < firstPixelBeyond(j); x++) {
                covered[j][x - firstPixel(j)] = covered(j, x);
            }
        }
        int[] first = new int[samples];
        Arrays.setAll(first, this::firstPixel);
        float[] coarse = new float[samples + 1];
        for (int row = 0; row < plane.length; row += pixels) {
            for (int j = 0; j < samples; j++) {
                float sum = 0;
                int at = row + first[j];
                int end = Math.min(most, pixels - first[j]);
                for (int i = 0; i < end; i++) {
                    sum += covered[j][i] * plane[at + i];
                }
                coarse[j] = sum;
            }
            coarse[samples] = coarse[samples - 1];
            for (int x = 0; x < pixels; x++) {
                float left = coarse[before[x]];
                plane[row + x] = left + share[x] * (coarse[before[x] + 1] - left);
            }
        }
    }

    // In whole numbers, so that no rounding decides which pixels belong to a sample: it covers [j * pixels, (j + 1) *
    // pixels)
    // of samples * pixels parts, of which a pixel has as many as there are samples.
    private int firstPixel(int sample) {
        return (int) ((long) sample * pixels / samples);
    }

    private int firstPixelBeyond(int sample) {
        return (int) (((long) (sample + 1) * pixels + samples - 1) / samples);
    }

    private float covered(int sample, int pixel) {
        long from = Math.max((long) sample * pixels, (long) pixel * samples);
        long to = Math.min((long) (sample + 1) * pixels, (long) (pixel + 1) * samples);
        return (float) (to - from) / pixels;
    }
}
