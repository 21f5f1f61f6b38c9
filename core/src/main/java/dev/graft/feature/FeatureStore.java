package dev.graft.feature;

import java.nio.FloatBuffer;

/**
 * Rows of features by the content hash of their image; all rows have one length. Used by one thread at a time; to be
 * closed.
 */
interface FeatureStore extends AutoCloseable {
    /** Whether the row of an image is there. */
    boolean contains(String contentHash);

    /** Adds a row; adding one that is there does nothing, and does not ask for its values. */
    void put(String contentHash, Values values);

    /** Writes the values of a row. */
    @FunctionalInterface
    interface Values {
        /** Fills {@code row} from its position to its limit. */
        void write(FloatBuffer row);
    }

    /**
     * Copies a part of a row.
     *
     * @param from index of its first value in the row
     * @param target is filled from its position to its limit
     */
    void get(String contentHash, int from, FloatBuffer target);

    /** Whether rows take memory of Java's. */
    default boolean onHeap() {
        return false;
    }

    /** Where the rows are, for people: {@code memory} or a file. */
    String describe();

    @Override
    void close();
}
