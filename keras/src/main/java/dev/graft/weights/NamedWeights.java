package dev.graft.weights;

import java.util.List;

/** Weights whose tensors already have the network's names. */
record NamedWeights(TensorFile tensors) implements StoredWeights {
    @Override
    public TensorFile namedFor(List<LayerVariables> network) {
        return tensors;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
