package dev.graft.result;

import java.util.List;

/**
 * From how many classes on results are condensed: a page shows the classes that matter instead of all, and
 * {@code result.json} keeps what occurred instead of every cell and every probability.
 */
public final class ManyClasses {
    /** Up to so many, a page shows each with its row and column. */
    public static final int AT_MOST = 20;

    private ManyClasses() {}

    public static boolean are(int classes) {
        return classes > AT_MOST;
    }

    public static boolean are(List<String> classNames) {
        return are(classNames.size());
    }
}
