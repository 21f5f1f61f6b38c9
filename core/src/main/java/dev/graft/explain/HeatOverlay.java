package dev.graft.explain;

import dev.graft.image.Interpolation;
import dev.graft.image.Resampling;
import dev.graft.image.RgbImage;

/**
 * Heat laid over its image. The image is dimmed and without colour, so that all that is bright or coloured is heat; the
 * heat is stretched to the image's size and scaled to its own largest value. More heat is lighter everywhere, whatever lies
 * below (a grey print can be read).
 */
public final class HeatOverlay {
    /** Brightest grey of the image below: darker than the darkest colour of heat. */
    private static final double DIMMED = 0.35;

    /** How much of the image the hottest place hides. */
    private static final double OPACITY = 0.85;

    private static final int SMALLEST_SIDE = 224;
    private static final int LARGEST_SIDE = 512;
    private static final int GAP = 8;
    private static final int BAR = 12;

    private HeatOverlay() {}

    /** Draws the heat over an image of any size, with the image's size. */
    public static RgbImage draw(RgbImage image, HeatMap heat) {
        HeatMap stretched = heat.resized(image.width(), image.height()).normalised();
        byte[] pixels = new byte[image.pixels().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                paint(pixels, (y * image.width() + x) * 3, DIMMED * grey(image, x, y), stretched.value(x, y));
            }
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    /** Luma of ITU-R BT.601, 0..255. */
    private static double grey(RgbImage image, int x, int y) {
        return 0.299 * image.value(x, y, 0) + 0.587 * image.value(x, y, 1) + 0.114 * image.value(x, y, 2);
    }

    private static void paint(byte[] pixels, int at, double below, double heat) {
        double opacity = OPACITY * heat;
        for (int channel = 0; channel < 3; channel++) {
            double mixed = (1 - opacity) * below + opacity * HeatColours.channel(heat, channel);
            pixels[at + channel] = (byte) Math.round(mixed);
        }
    }

    /**
     * The image, the same with its heat, and the scale from none (below) to the most heat, side by side; at least {@value
     * #SMALLEST_SIDE} and at most {@value #LARGEST_SIDE} pixels high or wide each.
     */
    public static RgbImage besideImage(RgbImage image, HeatMap heat) {
        RgbImage shown = readable(image);
        RgbImage overlay = draw(shown, heat);
        int width = 2 * shown.width() + 2 * GAP + BAR;
        byte[] pixels = new byte[width * shown.height() * 3];
        copy(shown, pixels, width, 0);
        copy(overlay, pixels, width, shown.width() + GAP);
        for (int y = 0; y < shown.height(); y++) {
            double level = 1 - (double) y / Math.max(1, shown.height() - 1);
            for (int x = width - BAR; x < width; x++) {
                paint(pixels, (y * width + x) * 3, 0, level);
            }
        }
        return new RgbImage(width, shown.height(), pixels);
    }

    private static RgbImage readable(RgbImage image) {
        int longer = Math.max(image.width(), image.height());
        double scale =
                longer < SMALLEST_SIDE ? (double) SMALLEST_SIDE / longer : Math.min(1, (double) LARGEST_SIDE / longer);
        return new Resampling(Interpolation.BILINEAR)
                .resize(image, Math.max(1, (int) Math.round(image.width() * scale)), Math.max(1, (int)
                        Math.round(image.height() * scale)));
    }

    private static void copy(RgbImage from, byte[] to, int width, int left) {
        for (int y = 0; y < from.height(); y++) {
            System.arraycopy(from.pixels(), y * from.width() * 3, to, (y * width + left) * 3, from.width() * 3);
        }
    }
}
