package dev.graft.data;

/** How many threads decode pictures when nobody says. */
final class Threads {
    private static final int MOST = 8;

    private Threads() {}

    /** More than a few decoders wait for the disk or for each other. */
    static int defaultCount() {
        return Math.min(MOST, Runtime.getRuntime().availableProcessors());
    }

    static void check(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("At least 1 thread is needed to read images, found " + threads);
        }
    }
}
