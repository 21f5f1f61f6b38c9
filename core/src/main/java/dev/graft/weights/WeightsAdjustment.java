package dev.graft.weights;

/** What must be done to the tensors of a published file so that they mean in this graph what they mean in Keras's. */
public interface WeightsAdjustment {
    /** In words, for provenance. */
    String describe();

    /**
     * The tensors as the graph needs them. Closing the result closes the file.
     *
     * @throws WeightsException if the file is not one that this adjustment was made for
     */
    TensorFile applyTo(TensorFile file);
}
