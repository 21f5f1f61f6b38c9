package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import java.util.Arrays;

/** The grey of a picture, with the weights that torchvision takes ({@code _rgb_to_grayscale_image} in {@code _color.py}). */
final class Luminance {
    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Luminance() {}

    /** The grey of the pixels of a piece. */
    static void of(ColourPiece piece, float[] grey) {
        float[] red = piece.red;
        float[] green = piece.green;
        float[] blue = piece.blue;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = RED * red[i] + GREEN * green[i] + BLUE * blue[i];
        }
    }

    /** Mean of the grey of all pixels. */
    static double mean(Picture picture) {
        double first = mean(picture.plane(0));
        return picture.channels() == 1
                ? first
                : RED * first + GREEN * mean(picture.plane(1)) + BLUE * mean(picture.plane(2));
    }

    /**
     * As many sums at a time as a piece has values, so that none waits for another. Of the few values that each is of, floats
     * lose no more than a millionth.
     */
    private static double mean(float[] plane) {
        float[] piece = new float[ColourPiece.LENGTH];
        float[] sums = new float[ColourPiece.LENGTH];
        for (int start = 0; start < plane.length; start += piece.length) {
            int count = Math.min(piece.length, plane.length - start);
            System.arraycopy(plane, start, piece, 0, count);
            Arrays.fill(piece, count, piece.length, 0);
            add(piece, sums);
        }
        double sum = 0;
        for (float part : sums) {
            sum += part;
        }
        return sum / plane.length;
    }

    private static void add(float[] piece, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += piece[i];
        }
    }
}
