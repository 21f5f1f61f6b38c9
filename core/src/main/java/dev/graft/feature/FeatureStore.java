package dev.graft.feature;

/**
 * Rows of features by the content hash of their image; all rows have one length. Used by one thread at a time; to be
 * closed.
 */
interface FeatureStore extends AutoCloseable {
    /** Whether the row of an image is there. */
    boolean contains(String contentHash);

    /** Adds a row; adding one that is there does nothing. */
    void put(String contentHash, float[] row);

    /** Copies a row into {@code target} from {@code offset} on. */
    void get(String contentHash, float[] target, int offset);

    /** Where the rows are, for people: {@code memory} or a file. */
    String describe();

    @Override
    void close();
}
