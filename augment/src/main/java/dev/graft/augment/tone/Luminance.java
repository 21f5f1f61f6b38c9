package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;

/** The grey of a picture, with the weights that torchvision takes ({@code _rgb_to_grayscale_image} in {@code _color.py}). */
final class Luminance {
    static final float RED = 0.2989f;
    static final float GREEN = 0.587f;
    static final float BLUE = 0.114f;

    private Luminance() {}

    /** Mean of the grey of all pixels. */
    static double mean(Picture picture) {
        double first = mean(picture.plane(0));
        return picture.channels() == 1
                ? first
                : RED * first + GREEN * mean(picture.plane(1)) + BLUE * mean(picture.plane(2));
    }

    /** Four sums at a time, because one alone would wait for every addition. */
    private static double mean(float[] plane) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < plane.length; i += 4) {
            first += plane[i];
            second += plane[i + 1];
            third += plane[i + 2];
            fourth += plane[i + 3];
        }
        for (; i < plane.length; i++) {
            first += plane[i];
        }
        return (first + second + third + fourth) / plane.length;
    }
}
