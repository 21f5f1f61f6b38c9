package dev.graft.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pass over columns of {@link Resampling}, fed with one old row after the other, upwards or downwards: each is added,
 * with its weight, to every new row that it is part of. Only new rows that still wait for old ones hold sums.
 */
final class RowSums {
    private final FilterTable table;
    private final int stride;
    private final int[] firstNew;
    private final int[] endNew;
    private final int[] missing;
    private final int[] @Nullable [] sums;
    private final byte[][] rows;

    /**
     * @param table which old rows make up each new one
     * @param oldRows how many come
     * @param stride bytes of a row
     */
    RowSums(FilterTable table, int oldRows, int stride) {
        this.table = table;
        this.stride = stride;
        int newRows = table.first().length;
        this.firstNew = new int[oldRows];
        this.endNew = new int[oldRows];
        Arrays.fill(firstNew, newRows);
        for (int i = 0; i < newRows; i++) {
            for (int old = table.first()[i]; old < table.first()[i] + table.count()[i]; old++) {
                firstNew[old] = Math.min(firstNew[old], i);
                endNew[old] = i + 1;
            }
        }
        this.missing = table.count().clone();
        this.sums = new int[newRows][];
        this.rows = new byte[newRows][];
    }

    void add(int old, byte[] row) {
        for (int i = firstNew[old]; i < endNew[old]; i++) {
            int k = old - table.first()[i];
            if (k >= 0 && k < table.count()[i]) {
                add(i, table.weights()[i * table.width() + k], row);
            }
        }
    }

    private void add(int i, int weight, byte[] row) {
        int[] sum = sums[i];
        if (sum == null) {
            sum = new int[stride];
            Arrays.fill(sum, Resampling.HALF);
            sums[i] = sum;
        }
        Resampling.addRow(row, 0, weight, sum);
        missing[i]--;
        if (missing[i] == 0) {
            rows[i] = new byte[stride];
            for (int at = 0; at < stride; at++) {
                rows[i][at] = Resampling.clip(sum[at]);
            }
            sums[i] = null;
        }
    }

    /** A new row, once all old rows have come. */
    byte[] row(int i) {
        return rows[i];
    }
}
