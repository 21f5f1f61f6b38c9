package dev.graft.augment.picture;

/** Columns from one to before another; empty ones have equal ends. */
record Span(int from, int to) {
    /** The columns x, 0 to {@code width - 1}, with {@code 0 <= slope * x + start < limit}. */
    static Span of(double slope, double start, double limit, int width) {
        double first = 0;
        double last = width;
        if (slope != 0) {
            double atZero = -start / slope;
            double atLimit = (limit - start) / slope;
            first = Math.ceil(Math.min(atZero, atLimit)) - 1;
            last = Math.floor(Math.max(atZero, atLimit)) + 2;
        }
        int from = (int) Math.max(0, Math.min(first, width));
        int to = (int) Math.max(from, Math.min(last, width));
        // Division rounds. The ends are tried by the very formula that is used for the pixels between them; it is
        // monotonic.
        while (from < to && !within(slope * from + start, limit)) {
            from++;
        }
        while (from < to && !within(slope * (to - 1) + start, limit)) {
            to--;
        }
        return new Span(from, to);
    }

    private static boolean within(double value, double limit) {
        return value >= 0 && value < limit;
    }

    /** The columns in both. */
    Span and(Span other) {
        int start = Math.max(from, other.from);
        return new Span(start, Math.max(start, Math.min(to, other.to)));
    }
}
