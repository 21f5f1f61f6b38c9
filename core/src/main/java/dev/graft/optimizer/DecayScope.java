package dev.graft.optimizer;

/** What a weight decay pulls towards zero. Running statistics of batch normalizations do not learn, so never decay. */
public enum DecayScope {
    /** Everything that learns: Keras's default. */
    ALL,
    /**
     * Kernels of dense layers and convolutions only; in Keras {@code exclude_from_weight_decay(var_names=["bias", "gamma",
     * "beta"])}.
     */
    KERNELS
}
