package dev.graft.augment.picture;

/** {@link Fill#index} looked up: positions up to one size beyond either border are in a table. */
final class FoldedAxis {
    private final Fill fill;
    private final int size;
    private final int[] table;

    FoldedAxis(Fill fill, int size) {
        this.fill = fill;
        this.size = size;
        table = new int[3 * size];
        for (int i = 0; i < table.length; i++) {
            table[i] = fill.index(i - size, size);
        }
    }

    /** Which position stands for one that may be outside; -1 for black. */
    int index(int position) {
        return position >= -size && position < 2 * size ? table[position + size] : fill.index(position, size);
    }
}
