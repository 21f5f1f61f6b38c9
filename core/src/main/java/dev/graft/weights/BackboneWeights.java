package dev.graft.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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
     * Weights that travel inside a jar.
     *
     * @param weights a bundled one
     */
    static BackboneWeights bundled(WeightsDescriptor weights) {
        return new BackboneWeights() {
            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                try (TensorFile tensors = readVerified(weights)) {
                    KerasWeights.load(tensors, graph, layers);
                }
            }

            @Override
            public String describe() {
                return weights.id() + " (sha256 " + weights.sha256() + ")";
            }
        };
    }

    private static TensorFile readVerified(WeightsDescriptor weights) {
        try (InputStream stream = BackboneWeights.class.getResourceAsStream(weights.resource())) {
            if (stream == null) {
                throw new WeightsException("The bundled weights " + weights.resource()
                        + " are not on the class path. The module that offers them is incomplete.");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            TensorFile tensors =
                    Safetensors.read(weights.id(), new DigestInputStream(new BufferedInputStream(stream), digest));
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(weights.sha256())) {
                throw new WeightsException("The bundled weights " + weights.resource() + " have SHA-256 " + found
                        + " instead of " + weights.sha256() + ". The jar is damaged.");
            }
            return tensors;
        } catch (IOException e) {
            throw new WeightsException("The bundled weights " + weights.resource() + " cannot be read.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
