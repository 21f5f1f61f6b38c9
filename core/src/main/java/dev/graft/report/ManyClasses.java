package dev.graft.report;

import java.util.List;

/**
 * From how many classes on results are condensed: a page shows the classes that matter instead of all, and
 * {@code result.json} keeps what occurred instead of every cell and every probability.
 */
final class ManyClasses {
    /** Up to so many, a page shows each with its row and column. */
    static final int AT_MOST = 20;

    private ManyClasses() {}

    static boolean are(int classes) {
        return classes > AT_MOST;
    }

    static boolean are(List<String> classNames) {
        return are(classNames.size());
    }
}
