package dev.graft.head;

/** What a head begins with. */
public enum HeadStart {
    /** Random kernels, as Keras draws them. */
    RANDOM,
    /**
     * The logistic regression on the frozen features: linear probing before fine-tuning.
     *
     * @see <a href="https://openreview.net/forum?id=UYneFzXSJWh">Kumar, Raghunathan, Jones, Ma, Liang: Fine-Tuning can Distort
     *     Pretrained Features and Underperform Out-of-Distribution. ICLR 2022</a>
     */
    PROBE
}
