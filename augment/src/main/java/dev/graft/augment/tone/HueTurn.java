package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;

/**
 * Turns the colour circle, piece by piece. A hue is a place on a circle of 6, with red at 0, green at 2 and blue at 4. A
 * pixel's largest and smallest value stay the largest and the smallest: a channel has the largest up to a distance of 1 from
 * its own place, the smallest from a distance of 2 on. Without branches, which would be guessed wrong at every other pixel.
 */
final class HueTurn {
    /** Makes of any difference there is one above 1. */
    private static final float HUGE = 1e30f;

    private final float sixths;
    private final ColourPiece piece = new ColourPiece();
    private final float[] most = new float[ColourPiece.LENGTH];
    private final float[] span = new float[ColourPiece.LENGTH];
    /** 1 where red, or green and not red, is the largest value, else 0. */
    private final float[] redLargest = new float[ColourPiece.LENGTH];

    private final float[] greenLargest = new float[ColourPiece.LENGTH];
    private final float[] hue = new float[ColourPiece.LENGTH];

    /** @param turns of the circle, -0.5 to 0.5 */
    HueTurn(float turns) {
        // Reds down to -1 come to 0 or more.
        sixths = 6 * turns + (6 * turns < 1 ? 6 : 0);
    }

    /** Turns the pixels of the piece that begins at a place. */
    void apply(Picture picture, int start) {
        int count = piece.read(picture, start);
        measure(piece.red, piece.green, piece.blue);
        place(piece.red, piece.green, piece.blue);
        paintRed(piece.red);
        paint(piece.green, 2);
        paint(piece.blue, 4);
        piece.write(picture, start, count);
    }

    private void measure(float[] red, float[] green, float[] blue) {
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(red[i], Math.max(green[i], blue[i]));
        }
        for (int i = 0; i < span.length; i++) {
            span[i] = most[i] - Math.min(red[i], Math.min(green[i], blue[i]));
        }
        for (int i = 0; i < redLargest.length; i++) {
            redLargest[i] = 1 - Math.min(1, (most[i] - red[i]) * HUGE);
        }
        for (int i = 0; i < greenLargest.length; i++) {
            greenLargest[i] = (1 - redLargest[i]) * (1 - Math.min(1, (most[i] - green[i]) * HUGE));
        }
    }

    /** Hues after the turn, 0 to 6. That of greys is of no account. */
    private void place(float[] red, float[] green, float[] blue) {
        for (int i = 0; i < hue.length; i++) {
            hue[i] = redLargest[i] * (green[i] - blue[i]) + greenLargest[i] * (blue[i] - red[i]);
        }
        for (int i = 0; i < hue.length; i++) {
            float blueLargest = 1 - redLargest[i] - greenLargest[i];
            float beside = hue[i] + blueLargest * (red[i] - green[i]);
            hue[i] = beside / (span[i] + 1 / HUGE) + 2 * greenLargest[i] + 4 * blueLargest + sixths;
        }
        for (int i = 0; i < hue.length; i++) {
            hue[i] -= 6 * Math.max(0, Math.min(1, (hue[i] - 6) * HUGE));
        }
    }

    private void paintRed(float[] red) {
        for (int i = 0; i < red.length; i++) {
            red[i] = most[i] - span[i] * Math.max(0, Math.min(1, 2 - Math.abs(hue[i] - 3)));
        }
    }

    /** Green or blue, which lie in the middle of the circle as it is cut open at red. */
    private void paint(float[] channel, float place) {
        for (int i = 0; i < channel.length; i++) {
            channel[i] = most[i] - span[i] * Math.max(0, Math.min(1, Math.abs(hue[i] - place) - 1));
        }
    }
}
