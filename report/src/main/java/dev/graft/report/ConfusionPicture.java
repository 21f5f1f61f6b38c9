package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.ConfusionMatrix.Cell;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The confusion matrix of many classes: a point for each cell that is not zero, the darker the larger its share of the row,
 * on no ground, so that it suits light and dark pages.
 */
final class ConfusionPicture {
    /** Of its sides in pixels: more are not told apart on a page. Neighbouring classes share a point beyond. */
    private static final int MOST_PIXELS = 600;

    /** The page's colours for right and wrong, which are told apart on light and on dark ground. */
    private static final int HIT = 0x009b7d;

    private static final int MISS = 0xe0650a;
    /** A single image must be seen, too. */
    private static final double FAINTEST = 0.45;

    /** Up to so many pixels a page shows each as a square; beyond, a point is drawn larger than it is, to be seen. */
    private static final int COARSE = 300;

    private final ConfusionMatrix confusion;
    private final int classesPerPixel;
    private final int side;

    ConfusionPicture(ConfusionMatrix confusion) {
        this.confusion = confusion;
        this.classesPerPixel = (confusion.classes() + MOST_PIXELS - 1) / MOST_PIXELS;
        this.side = (confusion.classes() + classesPerPixel - 1) / classesPerPixel;
    }

    /** Whether each class is shown as a square. */
    boolean coarse() {
        return side <= COARSE;
    }

    /** The picture as a PNG {@code data:} address. */
    String dataUri() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(draw(), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private BufferedImage draw() {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        List<Integer> rows = confusion.actual();
        for (Cell cell : confusion.cells()) {
            double share = (double) cell.images() / rows.get(cell.actual());
            int alpha = (int) Math.round(255 * (FAINTEST + (1 - FAINTEST) * share));
            int colour = alpha << 24 | (cell.right() ? HIT : MISS);
            draw(picture, cell.predicted() / classesPerPixel, cell.actual() / classesPerPixel, colour);
        }
        return picture;
    }

    /** The stronger point covers the weaker one. */
    private void draw(BufferedImage picture, int left, int top, int colour) {
        int size = coarse() ? 1 : 2;
        for (int y = top; y < Math.min(side, top + size); y++) {
            for (int x = left; x < Math.min(side, left + size); x++) {
                if (colour >>> 24 > picture.getRGB(x, y) >>> 24) {
                    picture.setRGB(x, y, colour);
                }
            }
        }
    }
}
