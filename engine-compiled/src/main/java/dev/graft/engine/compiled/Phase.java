package dev.graft.engine.compiled;

/** What part of a pass or a training step an operation belongs to. */
public enum Phase {
    /** Callers' arrays on their way in, results on their way out. */
    COPY("copies in and out"),
    /** Of the network, batches' statistics and running ones included. */
    FORWARD("forward"),
    /** Losses, hits and the gradient of the loss. */
    LOSS("loss"),
    /** Gradients of feature maps; those of normalizations' gammas and betas come with them. */
    BACKWARD_DATA("backward data"),
    /** Gradients of kernels and biases. */
    BACKWARD_WEIGHTS("backward weights"),
    /** Values, kernels and gradients moved to another layout or precision for an operation that wants them so. */
    LAYOUT("layout conversions"),
    /** From gradients to parameters. */
    OPTIMIZER("optimizer");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** Its name in tables. */
    @Override
    public String toString() {
        return text;
    }
}
