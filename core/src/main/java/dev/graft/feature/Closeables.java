package dev.graft.feature;

import java.util.List;

/** Closes several things, whatever happens to one of them. */
final class Closeables {
    private Closeables() {}

    static void all(List<? extends AutoCloseable> all) {
        RuntimeException failure = null;
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                RuntimeException next = e instanceof RuntimeException r ? r : new IllegalStateException(e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
