package dev.graft.progress;

/**
 * Told about long work as it goes on. Implementations draw a bar, write a log, or do nothing ({@link #NONE}).
 *
 * <p>A task may be advanced from several threads; implementations must be thread-safe.
 */
public interface Progress {
    /** Ignores everything. */
    Progress NONE = (name, total) -> new Task() {};

    /**
     * Announces a piece of work.
     *
     * @param name what is being done, for example {@code "Decoding images"}
     * @param total how many steps it has, or -1 if unknown
     * @return the handle to report on, to be closed when the work ends, however it ends
     */
    Task start(String name, long total);

    /** One piece of work under way. */
    interface Task extends AutoCloseable {
        /** @param steps how many more steps are done */
        default void advance(long steps) {}

        /** @param text a short remark shown beside the bar, for example the current loss */
        default void note(String text) {}

        @Override
        default void close() {}
    }
}
