package dev.graft.weights;

import java.util.List;

/**
 * An open file of weights. HDF5 files of Keras name no variables that a network could rely on; which tensor is which
 * follows from the order and the classes of layers. So the network is needed to name them.
 */
interface StoredWeights extends AutoCloseable {
    /**
     * The tensors under the names {@code <keras layer>/<variable>}; closing them is not needed.
     *
     * @param network the network's layers that have variables, in Keras's order
     * @throws WeightsException if the file's layers cannot be matched with the network's
     */
    TensorFile namedFor(List<LayerVariables> network);

    @Override
    void close();
}
