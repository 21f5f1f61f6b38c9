package dev.graft.weights;

import java.util.List;
import java.util.Optional;

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

    /** The layer's name if it is a whole model, whose tensors lie in one group per layer of its own. */
    Optional<String> nested() {
        int inner = name.indexOf("/layers/");
        if (inner > 0) {
            return Optional.of(name.substring(0, inner));
        }
        long parents = tensors.stream()
                .map(tensor -> tensor.path().substring(0, tensor.path().lastIndexOf('/')))
                .distinct()
                .count();
        return parents > 1 ? Optional.of(name) : Optional.empty();
    }
}
