package dev.graft.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keras's older HDF5 layout ({@code .h5}), in which keras.applications publishes its weights: attribute
 * {@code layer_names} at the root, or in the group {@code model_weights} of a whole model; per layer a group with the
 * attribute {@code weight_names}. Names say little: Keras numbers layers through a session, and versions name variables
 * differently. So Keras pairs layers that have weights in order, and their variables in order; so does this class,
 * unless the layers' names are exactly the network's.
 *
 * <p>Keras 3 converts nothing that versions before it wrote. Files of Theano hold kernels turned by 180 degrees and are
 * refused.
 *
 * @see <a href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/legacy/saving/legacy_h5_format.py">
 *     load_weights_from_hdf5_group</a>
 */
final class LegacyHdf5Weights implements StoredWeights {
    private static final String LAYERS = "layer_names";
    /** Whose convolutions are correlations with kernels of height, width, in, out. Files before Keras 2 name none. */
    private static final Set<String> BACKENDS = Set.of("tensorflow", "cntk", "jax", "torch", "numpy", "openvino");

    private final Hdf5File file;
    private final Hdf5Group weights;

    LegacyHdf5Weights(Hdf5File file) {
        this.file = file;
        this.weights = file.root().hasTexts(LAYERS)
                ? file.root()
                : file.root().group("model_weights").orElseThrow();
    }

    /** Whether a file has this layout. */
    static boolean recognises(Hdf5Group root) {
        return root.hasTexts(LAYERS)
                || root.group("model_weights").filter(g -> g.hasTexts(LAYERS)).isPresent();
    }

    @Override
    public TensorFile namedFor(List<LayerVariables> network) {
        weights.text("backend").filter(backend -> !BACKENDS.contains(backend)).ifPresent(backend -> {
            throw new WeightsException("The weights " + file.source() + " were written by Keras on " + backend
                    + ", which stores kernels otherwise than TensorFlow. Convert them: load them there, and save them"
                    + " from Keras on TensorFlow.");
        });
        List<StoredLayer> layers = layers();
        LayerMatch match = new LayerMatch(file.source(), layers, network);
        return MatchedTensors.of(
                file.source(), match.byName().or(match::byOrder).orElseThrow(() -> match.refused(match.difference())));
    }

    private List<StoredLayer> layers() {
        List<String> names = new ArrayList<>(weights.texts(LAYERS));
        // Variables of the model itself. A backbone has none, so that such a layer finds no partner.
        weights.group("top_level_model_weights").ifPresent(group -> names.add("top_level_model_weights"));
        List<StoredLayer> layers = new ArrayList<>();
        for (String name : names) {
            Hdf5Group group = weights.group(name)
                    .orElseThrow(() -> file.damaged("layer '" + name + "' is listed but has no group"));
            List<Hdf5Tensor> tensors = group.texts("weight_names").stream()
                    .map(tensor -> group.tensor(tensor)
                            .orElseThrow(() -> file.damaged(
                                    "tensor '" + tensor + "' of layer '" + name + "' is listed but not there")))
                    .toList();
            if (!tensors.isEmpty()) {
                layers.add(new StoredLayer(name, tensors));
            }
        }
        return layers;
    }

    @Override
    public void close() {
        file.close();
    }
}
