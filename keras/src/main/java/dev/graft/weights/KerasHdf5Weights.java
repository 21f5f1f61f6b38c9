package dev.graft.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code save_weights} of Keras 3 writes ({@code .weights.h5}), also inside a {@code .keras} archive: a group
 * {@code layers/<class>_<n>/vars} per layer, the class in snake case and counted in the model's order, with data sets
 * {@code 0}, {@code 1}, ... From Keras 3.6 on {@code vars} also tells the layer's name. If those names are exactly the
 * network's, they decide; else class and count do, as in Keras.
 *
 * <p>Keras 2.12 and 2.13 call the outer group {@code _layer_checkpoint_dependencies} and count every layer with weights
 * twice, so that numbers have gaps; only their order is used.
 *
 * @see <a href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/saving_lib.py">_save_state,
 *     H5IOStore</a>
 */
final class KerasHdf5Weights implements StoredWeights {
    private static final List<String> OUTER = List.of("layers", "_layer_checkpoint_dependencies");
    private static final String VARIABLES = "vars";
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d{1,9}))?", Pattern.DOTALL);
    private static final int DEEPEST = 16;

    private final Hdf5File file;

    /** A layer with its place: the path of its group in the outer one. */
    private record Place(String path, Optional<String> name, StoredLayer layer) {
        String kerasClass() {
            return matcher().group(1);
        }

        int number() {
            String number = matcher().group(2);
            return number == null ? 0 : Integer.parseInt(number);
        }

        private Matcher matcher() {
            Matcher matcher = NUMBERED.matcher(path);
            matcher.matches();
            return matcher;
        }
    }

    KerasHdf5Weights(Hdf5File file) {
        this.file = file;
    }

    /** Whether a file has this layout. */
    static boolean recognises(Hdf5Group root) {
        return OUTER.stream().anyMatch(name -> root.group(name).isPresent());
    }

    @Override
    public TensorFile namedFor(List<LayerVariables> network) {
        List<Place> places = places();
        return MatchedTensors.of(
                file.source(),
                byName(places, network).or(() -> byClass(places, network)).orElseThrow(() -> refused(places, network)));
    }

    private Optional<Map<LayerVariables, StoredLayer>> byName(List<Place> places, List<LayerVariables> network) {
        List<StoredLayer> named = places.stream()
                .flatMap(place -> place.name().stream()
                        .map(name -> new StoredLayer(name, place.layer().tensors())))
                .toList();
        return named.size() == places.size()
                ? new LayerMatch(file.source(), named, network).byName()
                : Optional.empty();
    }

    /** The n-th layer of a class in the file is the n-th one of that class in the network. */
    private Optional<Map<LayerVariables, StoredLayer>> byClass(List<Place> places, List<LayerVariables> network) {
        Map<String, List<Place>> found = byClass(places);
        Map<LayerVariables, StoredLayer> pairs = new LinkedHashMap<>();
        Map<String, Integer> used = new LinkedHashMap<>();
        for (LayerVariables layer : network) {
            List<Place> candidates = found.getOrDefault(layer.kerasClass(), List.of());
            int next = used.merge(layer.kerasClass(), 1, Integer::sum) - 1;
            if (next >= candidates.size()) {
                return Optional.empty();
            }
            pairs.put(layer, candidates.get(next).layer());
        }
        return pairs.size() == places.size() ? Optional.of(pairs) : Optional.empty();
    }

    private static Map<String, List<Place>> byClass(List<Place> places) {
        return places.stream()
                .sorted(Comparator.comparingInt(Place::number))
                .collect(Collectors.groupingBy(Place::kerasClass, LinkedHashMap::new, Collectors.toList()));
    }

    private WeightsException refused(List<Place> places, List<LayerVariables> network) {
        Map<String, long[]> counts = new TreeMap<>();
        places.forEach(place -> counts.computeIfAbsent(place.kerasClass(), c -> new long[2])[0]++);
        network.forEach(layer -> counts.computeIfAbsent(layer.kerasClass(), c -> new long[2])[1]++);
        List<String> differences = counts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] != entry.getValue()[1])
                .map(entry -> "'" + entry.getKey() + "': " + entry.getValue()[0] + " in the file, "
                        + entry.getValue()[1] + " in the network")
                .toList();
        List<StoredLayer> layers = places.stream().map(Place::layer).toList();
        return new LayerMatch(file.source(), layers, network)
                .refused("By class, " + LayerMatch.some(differences, "; ") + ".");
    }

    private List<Place> places() {
        for (String outer : OUTER) {
            Optional<Hdf5Group> group = file.root().group(outer);
            if (group.isPresent()) {
                List<Place> places = new ArrayList<>();
                collect(group.get(), "", 0, places);
                // Variables of the model itself. A backbone has none, so that these find no partner.
                file.root()
                        .group(VARIABLES)
                        .flatMap(own -> tensors(own, VARIABLES))
                        .ifPresent(places::add);
                return places;
            }
        }
        throw new IllegalStateException("only recognised files come here");
    }

    /** A model within the model lies deeper; its layers get paths that no network has, and are refused by them. */
    private void collect(Hdf5Group group, String path, int depth, List<Place> places) {
        if (depth > DEEPEST) {
            throw file.damaged("groups are nested too deeply at '" + group.path() + "'");
        }
        for (String name : group.names()) {
            Optional<Hdf5Group> child = group.group(name);
            if (child.isPresent() && name.equals(VARIABLES)) {
                tensors(child.get(), path).ifPresent(places::add);
            } else if (child.isPresent()) {
                collect(child.get(), path.isEmpty() ? name : path + "/" + name, depth + 1, places);
            }
        }
    }

    private Optional<Place> tensors(Hdf5Group variables, String path) {
        int count = variables.names().size();
        if (count == 0) {
            return Optional.empty();
        }
        List<Hdf5Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = Integer.toString(i);
            tensors.add(variables
                    .tensor(name)
                    .orElseThrow(() -> file.damaged("'" + variables.path() + "' holds " + variables.names()
                            + " instead of numbers from 0 on")));
        }
        return Optional.of(new Place(path, variables.text("name"), new StoredLayer(path, tensors)));
    }

    @Override
    public void close() {
        file.close();
    }
}
