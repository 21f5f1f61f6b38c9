package dev.graft.augment.picture;

/**
 * Draws planes anew, each pixel from where a map says. Row by row: where the pixels of a row come from is worked out once
 * for all planes, and without questions about borders where there is none near. Maps that keep rows and columns apart are
 * done by {@link SeparableResampler}.
 */
final class Resampler {
    private final int width;
    private final int height;
    private final AffineMap map;
    private final FoldedAxis columns;
    private final FoldedAxis rows;

    Resampler(int width, int height, AffineMap map, Fill fill) {
        this.width = width;
        this.height = height;
        this.map = map;
        columns = new FoldedAxis(fill, width);
        rows = new FoldedAxis(fill, height);
    }

    void resample(Sampling sampling, float[][] from, float[][] to, int channels) {
        if (map.xy() == 0 && map.yx() == 0) {
            boolean between = sampling == Sampling.BILINEAR && !map.isLattice();
            AxisSources x = AxisSources.of(map.xx(), map.x0(), columns, width, between);
            AxisSources y = AxisSources.of(map.yy(), map.y0(), rows, height, between);
            for (int c = 0; c < channels; c++) {
                new SeparableResampler(x, y, from[c], to[c]).run();
            }
        } else if (sampling == Sampling.NEAREST || map.isLattice()) {
            nearest(from, to, channels);
        } else {
            bilinear(from, to, channels);
        }
    }

    private void nearest(float[][] from, float[][] to, int channels) {
        int[] sources = new int[width];
        for (int y = 0; y < height; y++) {
            double rowX = map.xy() * y + map.x0();
            double rowY = map.yy() * y + map.y0();
            for (int x = 0; x < width; x++) {
                int sourceX = (int) Math.rint(map.xx() * x + rowX);
                int sourceY = (int) Math.rint(map.yx() * x + rowY);
                boolean inside = sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
                sources[x] = inside ? sourceY * width + sourceX : source(sourceX, sourceY);
            }
            for (int c = 0; c < channels; c++) {
                float[] source = from[c];
                float[] target = to[c];
                for (int x = 0, out = y * width; x < width; x++, out++) {
                    target[out] = value(source, sources[x]);
                }
            }
        }
    }

    private void bilinear(float[][] from, float[][] to, int channels) {
        BilinearRow row = new BilinearRow(width);
        for (int y = 0; y < height; y++) {
            double rowX = map.xy() * y + map.x0();
            double rowY = map.yy() * y + map.y0();
            // Both neighbours are inside where 0 <= source < size - 1.
            Span inside = Span.of(map.xx(), rowX, width - 1, width).and(Span.of(map.yx(), rowY, height - 1, width));
            nearBorder(row, 0, inside.from(), rowX, rowY);
            inside(row, inside, rowX, rowY);
            nearBorder(row, inside.to(), width, rowX, rowY);
            for (int c = 0; c < channels; c++) {
                row.drawNearBorder(from[c], to[c], y * width, 0, inside.from());
                row.drawInside(from[c], to[c], y * width, width, inside.from(), inside.to());
                row.drawNearBorder(from[c], to[c], y * width, inside.to(), width);
            }
        }
    }

    private void inside(BilinearRow row, Span inside, double rowX, double rowY) {
        for (int x = inside.from(); x < inside.to(); x++) {
            double sourceX = map.xx() * x + rowX;
            double sourceY = map.yx() * x + rowY;
            int left = (int) sourceX;
            int top = (int) sourceY;
            row.right[x] = (float) (sourceX - left);
            row.down[x] = (float) (sourceY - top);
            row.upperLeft[x] = top * width + left;
        }
    }

    private void nearBorder(BilinearRow row, int start, int end, double rowX, double rowY) {
        for (int x = start; x < end; x++) {
            double sourceX = map.xx() * x + rowX;
            double sourceY = map.yx() * x + rowY;
            int left = (int) Math.floor(sourceX);
            int top = (int) Math.floor(sourceY);
            row.right[x] = (float) (sourceX - left);
            row.down[x] = (float) (sourceY - top);
            row.upperLeft[x] = source(left, top);
            row.upperRight[x] = source(left + 1, top);
            row.lowerLeft[x] = source(left, top + 1);
            row.lowerRight[x] = source(left + 1, top + 1);
        }
    }

    /** Place in a plane of what stands for a position that may be outside; -1 for black. */
    private int source(int x, int y) {
        int column = columns.index(x);
        int row = rows.index(y);
        return (column | row) < 0 ? -1 : row * width + column;
    }

    static float value(float[] plane, int place) {
        return place < 0 ? 0 : plane[place];
    }
}
