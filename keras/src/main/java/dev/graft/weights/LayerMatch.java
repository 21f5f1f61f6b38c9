package dev.graft.weights;

import dev.graft.weights.LayerVariables.Variable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which layer of an HDF5 file belongs to which layer of the network. */
final class LayerMatch {
    private static final int NAMED = 5;

    private final String source;
    private final List<StoredLayer> stored;
    private final List<LayerVariables> network;

    LayerMatch(String source, List<StoredLayer> stored, List<LayerVariables> network) {
        this.source = source;
        this.stored = stored;
        this.network = network;
    }

    /** By name, if the file's names are exactly the network's. */
    Optional<Map<LayerVariables, StoredLayer>> byName() {
        Map<String, StoredLayer> named = stored.stream()
                .collect(Collectors.toMap(StoredLayer::name, Function.identity(), (first, second) -> first));
        Set<String> expected = network.stream().map(LayerVariables::layer).collect(Collectors.toSet());
        if (named.size() != stored.size() || !named.keySet().equals(expected)) {
            return Optional.empty();
        }
        Map<LayerVariables, StoredLayer> pairs = new LinkedHashMap<>();
        network.forEach(layer -> pairs.put(layer, named.get(layer.layer())));
        return Optional.of(pairs);
    }

    /** The first with the first, and so on, if there are equally many. */
    Optional<Map<LayerVariables, StoredLayer>> byOrder() {
        if (stored.size() != network.size()) {
            return Optional.empty();
        }
        Map<LayerVariables, StoredLayer> pairs = new LinkedHashMap<>();
        for (int i = 0; i < network.size(); i++) {
            pairs.put(network.get(i), stored.get(i));
        }
        return Optional.of(pairs);
    }

    /**
     * Why there is no match.
     *
     * @param difference what is known beside the numbers of layers, a sentence
     */
    WeightsException refused(String difference) {
        return new WeightsException("The weights " + source + " do not fit the network: the file has " + stored.size()
                + " layers with weights, the network " + network.size() + ". " + difference + " " + advice());
    }

    private String advice() {
        Optional<String> nested =
                stored.stream().flatMap(layer -> layer.nested().stream()).findFirst();
        if (nested.isPresent()) {
            return "The file's layer '" + nested.get() + "' is a model of its own. In Keras, save that layer alone,"
                    + " without those around it.";
        }
        List<String> dense = stored.stream()
                .filter(StoredLayer::dense)
                .map(StoredLayer::name)
                .toList();
        boolean networkHasDense =
                network.stream().anyMatch(layer -> layer.variables().get(0).shape().length == 2);
        if (!dense.isEmpty() && !networkHasDense) {
            return "The file holds a classification top (" + list(dense) + "), which a backbone does not have. Use the"
                    + " file without the top: 'notop' in its name, or saved from a model made with include_top=False.";
        }
        return "Use the weights of this very backbone, without its top.";
    }

    /** Names that one side lacks, or else the first layers in order that differ in their shapes. */
    String difference() {
        List<String> inFile = stored.stream().map(StoredLayer::name).toList();
        List<String> inNetwork = network.stream().map(LayerVariables::layer).toList();
        if (inFile.containsAll(inNetwork)) {
            return "Only in the file: " + list(without(inFile, inNetwork)) + ".";
        }
        if (inNetwork.containsAll(inFile)) {
            return "Only in the network: " + list(without(inNetwork, inFile)) + ".";
        }
        int fitting = 0;
        while (fitting < Math.min(stored.size(), network.size()) && fits(network.get(fitting), stored.get(fitting))) {
            fitting++;
        }
        return "The first " + fitting + " have equal shapes; then the file has "
                + (fitting < stored.size() ? describe(stored.get(fitting)) : "none") + ", the network "
                + (fitting < network.size() ? describe(network.get(fitting)) : "none") + ".";
    }

    private static List<String> without(List<String> names, List<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private static boolean fits(LayerVariables layer, StoredLayer found) {
        Object[] shapes = layer.variables().stream()
                .limit(found.tensors().size())
                .map(Variable::shape)
                .toArray();
        return fitsInNumber(layer, found)
                && Arrays.deepEquals(
                        shapes, found.tensors().stream().map(Hdf5Tensor::shape).toArray());
    }

    static boolean fitsInNumber(LayerVariables layer, StoredLayer found) {
        long required = layer.variables().stream().filter(v -> !v.optional()).count();
        int tensors = found.tensors().size();
        return tensors >= required && tensors <= layer.variables().size();
    }

    private static String describe(StoredLayer layer) {
        return describe(layer.name(), layer.tensors().stream().map(Hdf5Tensor::shape));
    }

    private static String describe(LayerVariables layer) {
        return describe(layer.layer(), layer.variables().stream().map(Variable::shape));
    }

    private static String describe(String name, Stream<long[]> shapes) {
        return "'" + name + "' " + some(shapes.map(Arrays::toString).toList(), " ");
    }

    private static String list(List<String> names) {
        return some(names.stream().map(name -> "'" + name + "'").toList(), ", ");
    }

    /** The first few: a message that fills the screen is not read. */
    static String some(List<String> things, String separator) {
        return String.join(separator, things.subList(0, Math.min(NAMED, things.size())))
                + (things.size() > NAMED ? " and " + (things.size() - NAMED) + " more" : "");
    }
}
