package dev.graft.augment.picture;

import java.util.Arrays;

/**
 * Draws a plane anew when columns come from columns and rows from rows. Every row that is needed is drawn along its length
 * once; when the picture is enlarged, several new rows lie between the same two.
 */
final class SeparableResampler {
    private static final int NONE = -2;

    private final AxisSources columns;
    private final AxisSources rows;
    private final float[] from;
    private final float[] to;
    private final boolean everyColumnInside;
    private final boolean columnsStay;
    /** The two rows drawn last, and which they are. */
    private float[] first;

    private float[] second;
    private int firstRow = NONE;
    private int secondRow = NONE;

    SeparableResampler(AxisSources columns, AxisSources rows, float[] from, float[] to) {
        this.columns = columns;
        this.rows = rows;
        this.from = from;
        this.to = to;
        everyColumnInside = columns.allInside();
        columnsStay = columns.stay();
        first = new float[columns.size()];
        second = new float[columns.size()];
    }

    void run() {
        int width = columns.size();
        float[] blended = new float[width];
        for (int y = 0; y < rows.size(); y++) {
            float weight = rows.weight()[y];
            prepare(rows.first()[y], rows.second()[y], weight != 0);
            float[] row = first;
            if (weight != 0) {
                blend(first, second, weight, blended);
                row = blended;
            }
            System.arraycopy(row, 0, to, y * width, width);
        }
    }

    private static void blend(float[] first, float[] second, float weight, float[] blended) {
        for (int x = 0; x < blended.length; x++) {
            blended[x] = first[x] + weight * (second[x] - first[x]);
        }
    }

    /** Draws the two rows unless they are there; what was the second row is often the first of the next. */
    private void prepare(int wantedFirst, int wantedSecond, boolean bothWanted) {
        if (wantedFirst != firstRow && wantedFirst == secondRow) {
            float[] other = first;
            int otherRow = firstRow;
            first = second;
            firstRow = secondRow;
            second = other;
            secondRow = otherRow;
        }
        if (wantedFirst != firstRow) {
            draw(wantedFirst, first);
            firstRow = wantedFirst;
        }
        if (bothWanted && wantedSecond != secondRow) {
            draw(wantedSecond, second);
            secondRow = wantedSecond;
        }
    }

    private void draw(int row, float[] drawn) {
        if (row < 0) {
            Arrays.fill(drawn, 0);
        } else if (columnsStay) {
            System.arraycopy(from, row * drawn.length, drawn, 0, drawn.length);
        } else if (everyColumnInside) {
            drawInside(row * columns.size(), drawn);
        } else {
            drawNearBorder(row * columns.size(), drawn);
        }
    }

    private void drawInside(int start, float[] drawn) {
        int[] left = columns.first();
        int[] right = columns.second();
        float[] weight = columns.weight();
        for (int x = 0; x < drawn.length; x++) {
            float value = from[start + left[x]];
            drawn[x] = value + weight[x] * (from[start + right[x]] - value);
        }
    }

    private void drawNearBorder(int start, float[] drawn) {
        for (int x = 0; x < drawn.length; x++) {
            int left = columns.first()[x];
            int right = columns.second()[x];
            float value = left < 0 ? 0 : from[start + left];
            drawn[x] = value + columns.weight()[x] * ((right < 0 ? 0 : from[start + right]) - value);
        }
    }
}
