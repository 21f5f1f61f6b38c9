package dev.graft.augment.picture;

import java.util.Arrays;

/** An 8-bit picture, a pixel an int as in {@link RgbBytes}: as long as it is only moved, this is a third of the work. */
final class PackedPixels {
    /** Floats of this size are multiples of 1/256. */
    private static final float HOLDS_PARTS = 1 << 15;
    /** Floats of this size are integers. */
    private static final float HOLDS_INTEGERS = 1 << 23;
    /** Half less half a 256th. */
    private static final float ALMOST_HALF = 0.5f - 1 / 512f;

    private int[] pixels = {};
    private int[] spare = {};

    /** Takes over three bytes a pixel. */
    void read(byte[] bytes) {
        if (3 * pixels.length != bytes.length) {
            pixels = new int[bytes.length / 3];
            spare = new int[bytes.length / 3];
        }
        new RgbBytes(bytes).read(pixels);
    }

    /** Whether all pixels have three equal channels. */
    boolean isGrey() {
        for (int pixel : pixels) {
            if (((pixel ^ pixel >> 8) & 0xFFFF) != 0) {
                return false;
            }
        }
        return true;
    }

    int[] pixels() {
        return pixels;
    }

    void move(PixelCopies copies) {
        copies.draw(pixels, spare);
        int[] old = pixels;
        pixels = spare;
        spare = old;
    }

    void toBytes(byte[] bytes) {
        new RgbBytes(bytes).write(pixels, 0);
    }

    void toPlanes(float[][] planes, int channels) {
        if (channels == 1) {
            toPlane(planes[0]);
        } else {
            toPlanes(planes[0], planes[1], planes[2]);
        }
    }

    private void toPlane(float[] plane) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = pixels[i] & 0xFF;
        }
    }

    /** All three in one pass: twice as fast as one after the other. */
    private void toPlanes(float[] red, float[] green, float[] blue) {
        for (int i = 0; i < red.length; i++) {
            int pixel = pixels[i];
            red[i] = pixel & 0xFF;
            green[i] = pixel >> 8 & 0xFF;
            blue[i] = pixel >> 16 & 0xFF;
        }
    }

    /**
     * Takes over planes, rounded to the nearest integer, halves up, and cut off beyond 0 to 255. Together the three values of
     * a pixel fit into a float, so that one conversion does for all.
     *
     * @param sums a buffer
     */
    void round(float[][] planes, int channels, float[] sums) {
        Arrays.fill(sums, 0);
        float unit = 1;
        for (int c = 0; c < 3; c++, unit *= 256) {
            addRounded(planes[Math.min(c, channels - 1)], unit, sums);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (int) sums[i];
        }
    }

    private static void addRounded(float[] plane, float unit, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += unit * rounded(Math.max(0, Math.min(255, plane[i])));
        }
    }

    /**
     * The integer part of what is half more, by additions alone. The first two cut to 256ths, for floats of that size hold no
     * more; so nothing is halfway between integers any more when the last two round.
     */
    private static float rounded(float value) {
        float parts = value + ALMOST_HALF + HOLDS_PARTS - HOLDS_PARTS;
        return parts - ALMOST_HALF + HOLDS_INTEGERS - HOLDS_INTEGERS;
    }
}
