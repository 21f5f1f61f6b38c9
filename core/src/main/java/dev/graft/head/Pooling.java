package dev.graft.head;

/** How a head turns the feature map into a vector. */
public enum Pooling {
    /** Mean over height and width. */
    AVERAGE,
    /** Maximum over height and width. */
    MAXIMUM,
    /** No pooling; the first dense layer sees every position, in Keras's order. */
    FLATTEN;

    /** In words, for people. */
    String describe() {
        return switch (this) {
            case AVERAGE -> "global average pooling";
            case MAXIMUM -> "global maximum pooling";
            case FLATTEN -> "flatten";
        };
    }
}
