package dev.graft.weights;

import java.util.Set;

/** What must be done to tensors of a published file so that they mean in this graph what they mean in Keras's. */
public interface WeightsAdjustment {
    /** In words, for provenance. */
    String describe();

    /** Names of the tensors that are changed. A file that lacks one of them is refused. */
    Set<String> tensors();

    /**
     * The values of one of these tensors as the graph needs them.
     *
     * @param name of the tensor
     * @param values row-major, as the file holds them
     */
    float[] apply(String name, float[] values);
}
