package dev.graft.augment.picture;

/** An 8-bit picture, a pixel an int as in {@link RgbBytes}: as long as it is only moved, this is a third of the work. */
final class PackedPixels {
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
        int different = 0;
        for (int pixel : pixels) {
            different |= pixel ^ pixel >> 8;
        }
        return (different & 0xFFFF) == 0;
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
        for (int c = 0; c < channels; c++) {
            toPlane(8 * c, planes[c]);
        }
    }

    private void toPlane(int shift, float[] plane) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = pixels[i] >> shift & 0xFF;
        }
    }
}
