package dev.graft.augment.picture;

/**
 * Where the columns, or the rows, of a new picture come from when the other direction has no say in it.
 *
 * @param first the nearest before, or at, the source; -1 for black
 * @param second the one after it
 * @param weight of the second, 0 to 1; all 0 if values are never taken between two
 */
record AxisSources(int[] first, int[] second, float[] weight) {
    static AxisSources of(double slope, double start, FoldedAxis axis, int size, boolean between) {
        AxisSources sources = new AxisSources(new int[size], new int[size], new float[size]);
        for (int i = 0; i < size; i++) {
            double source = slope * i + start;
            int before = (int) (between ? Math.floor(source) : Math.rint(source));
            sources.first[i] = axis.index(before);
            sources.second[i] = between ? axis.index(before + 1) : sources.first[i];
            sources.weight[i] = between ? (float) (source - before) : 0;
        }
        return sources;
    }

    int size() {
        return first.length;
    }

    /** Whether nothing comes from beyond a border that is black. */
    boolean allInside() {
        for (int i = 0; i < size(); i++) {
            if ((first[i] | second[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether everything comes from where it is. */
    boolean stay() {
        for (int i = 0; i < size(); i++) {
            if (first[i] != i || weight[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
