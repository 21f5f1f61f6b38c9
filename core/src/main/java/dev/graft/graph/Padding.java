package dev.graft.graph;

/** How a convolution or pooling treats the border, as Keras names it. */
public enum Padding {
    /** Zeros around the input so that the output has {@code ceil(input / stride)} rows; the odd one goes below and right. */
    SAME,
    /** No padding. */
    VALID
}
