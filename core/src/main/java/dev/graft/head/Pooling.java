package dev.graft.head;

/** How a head turns the feature map into a vector. */
public enum Pooling {
    /** Mean over height and width. */
    AVERAGE,
    /** Maximum over height and width. */
    MAXIMUM,
    /** No pooling; the first dense layer sees every position. */
    FLATTEN
}
