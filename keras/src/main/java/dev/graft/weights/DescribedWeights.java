package dev.graft.weights;

import dev.graft.preprocess.Preprocessing;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Weights of which all is known: what they are, what they expect, what must be changed in them.
 *
 * @param weights what they are
 * @param preparation makes sure that the file is at hand
 * @param file opens it, verified
 */
record DescribedWeights(WeightsDescriptor weights, Runnable preparation, Supplier<StoredWeights> file)
        implements BackboneWeights {
    @Override
    public void prepare() {
        preparation.run();
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return Optional.of(weights.preprocessing());
    }

    @Override
    public void loadInto(ComputationGraph graph, List<String> layers) {
        try (StoredWeights stored = new Adjusted(weights, file.get())) {
            KerasWeights.load(stored, graph, layers);
        }
    }

    @Override
    public String describe() {
        return weights.provenance();
    }

    /** Adjusts tensors once they have the network's names. */
    private record Adjusted(WeightsDescriptor weights, StoredWeights stored) implements StoredWeights {
        @Override
        public TensorFile namedFor(List<LayerVariables> network) {
            return weights.adjusted(stored.namedFor(network));
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
