package dev.graft.engine.dl4j;

/**
 * Where one parameter of one layer lies in a graph's vector of parameters, and in that of gradients.
 *
 * @param name {@code layer/parameter}
 * @param offset index of its first value
 * @param length number of values
 * @param kind what a training step does with it
 * @param kernel whether it is a kernel, not a bias, gamma or beta
 * @param rateFactor times the learning rate
 * @param statistics index of its first value in vectors that hold learning parameters only; meaningless for others
 */
record ParameterSlice(
        String name, long offset, long length, Kind kind, boolean kernel, double rateFactor, long statistics) {
    /** What a training step does with a parameter. */
    enum Kind {
        /** It follows its gradient. */
        LEARNS,
        /**
         * Running statistics: DL4J hands their change down as if it were a gradient. It is subtracted as it is, batch by
         * batch, and concerns neither clipping nor accumulation nor decay.
         */
        STATISTICS,
        /** Frozen. */
        FIXED
    }
}
