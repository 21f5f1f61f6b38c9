package dev.graft.augment.picture;

import java.util.Arrays;

/**
 * Draws a picture anew, each pixel a copy of the one that is nearest to where a map says; halves go to the even neighbour, as
 * in PyTorch.
 */
final class PixelCopies {
    private final int width;
    private final int height;
    private final AffineMap map;
    private final FoldedAxis columns;
    private final FoldedAxis rows;

    PixelCopies(int width, int height, AffineMap map, Fill fill) {
        this.width = width;
        this.height = height;
        this.map = map;
        columns = new FoldedAxis(fill, width);
        rows = new FoldedAxis(fill, height);
    }

    /** Draws an 8-bit picture, a pixel an int. */
    void draw(int[] from, int[] to) {
        if (map.isSeparable()) {
            drawSeparably(from, to);
            return;
        }
        int[] sources = new int[width];
        for (int y = 0; y < height; y++) {
            find(y, sources);
            for (int x = 0, out = y * width; x < width; x++, out++) {
                to[out] = sources[x] < 0 ? 0 : from[sources[x]];
            }
        }
    }

    /** Columns come from columns and rows from rows. */
    private void drawSeparably(int[] from, int[] to) {
        int[] sourceX =
                AxisSources.of(map.xx(), map.x0(), columns, width, false).first();
        int[] sourceY = AxisSources.of(map.yy(), map.y0(), rows, height, false).first();
        for (int y = 0; y < height; y++) {
            int row = sourceY[y] * width;
            int out = y * width;
            if (row < 0) {
                Arrays.fill(to, out, out + width, 0);
                continue;
            }
            for (int x = 0; x < width; x++) {
                to[out + x] = sourceX[x] < 0 ? 0 : from[row + sourceX[x]];
            }
        }
    }

    /** Draws planes. */
    void draw(float[][] from, float[][] to, int channels) {
        int[] sources = new int[width];
        for (int y = 0; y < height; y++) {
            find(y, sources);
            for (int c = 0; c < channels; c++) {
                float[] source = from[c];
                float[] target = to[c];
                for (int x = 0, out = y * width; x < width; x++, out++) {
                    target[out] = sources[x] < 0 ? 0 : source[sources[x]];
                }
            }
        }
    }

    /** Where the pixels of a row come from; -1 for black. */
    private void find(int y, int[] sources) {
        double rowX = map.xy() * y + map.x0();
        double rowY = map.yy() * y + map.y0();
        for (int x = 0; x < width; x++) {
            int column = columns.index((int) Math.rint(map.xx() * x + rowX));
            int row = rows.index((int) Math.rint(map.yx() * x + rowY));
            sources[x] = (column | row) < 0 ? -1 : row * width + column;
        }
    }
}
