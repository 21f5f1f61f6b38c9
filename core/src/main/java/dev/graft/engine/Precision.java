package dev.graft.engine;

/** What numbers an engine computes feature maps with. */
public enum Precision {
    /** Single precision, as the reference. */
    F32("float32"),
    /**
     * Feature maps in single precision; convolutions may round what they multiply to 11 significant bits, as tensor cores of
     * GPUs do, and add in single precision.
     */
    TF32("tensorfloat32"),
    /**
     * Feature maps, their gradients and convolutions' kernels as they are used in bfloat16, which has the range of single
     * precision and 8 significant bits. Parameters, sums, statistics and losses stay in single precision.
     */
    BF16("bfloat16");

    private final String text;

    Precision(String text) {
        this.text = text;
    }

    /** Its name in descriptions of engines. */
    @Override
    public String toString() {
        return text;
    }
}
