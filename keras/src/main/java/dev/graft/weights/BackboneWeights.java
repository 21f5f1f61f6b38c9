package dev.graft.weights;

import dev.graft.preprocess.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Where the initial weights of a backbone come from. */
public interface BackboneWeights {
    /**
     * Fills the backbone's layers.
     *
     * @param graph an initialised graph
     * @param layers names of the backbone's layers
     * @throws WeightsException if they cannot be read or do not fit
     */
    void loadInto(ComputationGraph graph, List<String> layers);

    /** In words, for people and provenance. */
    String describe();

    /**
     * Makes sure that they are at hand, which may take a download: to be called before long work.
     *
     * @throws WeightsUnavailableException if they are not to be had
     */
    default void prepare() {}

    /** The preprocessing that these weights expect, if they say so; else the backbone's own applies. */
    default Optional<Preprocessing> preprocessing() {
        return Optional.empty();
    }

    /** Whether every value is replaced, so that none need be drawn. */
    default boolean pretrained() {
        return true;
    }

    /** The initial values as they are: training from scratch. */
    static BackboneWeights random() {
        return new BackboneWeights() {
            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                // They are there already.
            }

            @Override
            public String describe() {
                return "random";
            }

            @Override
            public boolean pretrained() {
                return false;
            }
        };
    }

    /**
     * The same weights, for several networks: what the first one was filled with is copied to the others of equal layers, and
     * takes memory of Java's while there is enough.
     *
     * @param weights pretrained ones; others are given back as they are
     */
    static BackboneWeights readOnce(BackboneWeights weights) {
        return weights.pretrained() ? new WeightsReadOnce(weights) : weights;
    }

    /** Weights from tensors named as Keras names layers and variables. The file is not closed. */
    static BackboneWeights of(TensorFile file) {
        return new BackboneWeights() {
            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                KerasWeights.load(file, graph, layers);
            }

            @Override
            public String describe() {
                return file.source();
            }
        };
    }

    /**
     * A file of weights. Its content says which format it has:
     *
     * <ul>
     *   <li>safetensors with tensors named {@code <keras layer>/<variable>};
     *   <li>Keras's older HDF5 layout ({@code .h5}), such as the {@code notop} files of keras.applications;
     *   <li>what {@code save_weights} of Keras 3 writes ({@code .weights.h5}), alone or in a {@code .keras} archive.
     * </ul>
     */
    static BackboneWeights file(Path file) {
        return new BackboneWeights() {
            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                try (StoredWeights stored = WeightsFile.open(file)) {
                    KerasWeights.load(stored, graph, layers);
                }
            }

            @Override
            public String describe() {
                return file.getFileName().toString();
            }
        };
    }

    /**
     * Weights that travel inside a jar. The jar is read, and its content verified, when they are loaded.
     *
     * @param weights a bundled one
     */
    static BackboneWeights bundled(WeightsDescriptor weights) {
        return new DescribedWeights(weights, () -> {}, () -> new NamedWeights(BundledFile.read(weights)));
    }

    /**
     * Weights from a store, downloaded if need be when they are prepared or loaded.
     *
     * @param weights published at an address
     */
    static BackboneWeights published(WeightsDescriptor weights, WeightStore store) {
        return new DescribedWeights(weights, () -> store.fetch(weights), () -> WeightsFile.open(store.fetch(weights)));
    }

    /**
     * A copy of published weights, wherever it lies. It is verified when it is loaded. Unlike {@link #file(Path)}, which
     * takes tensors as they are, it applies the adjustment that some published weights need.
     *
     * @param copy its file
     */
    static BackboneWeights published(WeightsDescriptor weights, Path copy) {
        return new DescribedWeights(weights, () -> {}, () -> {
            if (!weights.describes(copy)) {
                throw new WeightsException("The file " + copy + " is not what was published as " + weights.id()
                        + ": expected " + weights.checksum() + ". Get the file again, or load it as a plain file.");
            }
            return WeightsFile.open(copy);
        });
    }
}
