package dev.graft.weights;

import java.util.List;

/**
 * A layer of an HDF5 file that has tensors.
 *
 * @param name what the file calls it
 * @param tensors in the file's order, which is Keras's: trainable ones, then the others
 */
record StoredLayer(String name, List<Hdf5Tensor> tensors) {
    StoredLayer {
        tensors = List.copyOf(tensors);
    }

    /** Dense layers have the only kernels with two axes. */
    boolean dense() {
        return tensors.get(0).shape().length == 2;
    }
}
