package dev.graft.weights;

import dev.graft.weights.LayerVariables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tensors of an HDF5 file under the network's names. Within a layer order says which is which, as in Keras. */
final class MatchedTensors implements TensorFile {
    private final String source;
    private final Map<String, Hdf5Tensor> tensors;

    private MatchedTensors(String source, Map<String, Hdf5Tensor> tensors) {
        this.source = source;
        this.tensors = tensors;
    }

    /** @throws WeightsException if a layer has more or fewer tensors in the file; every such layer is named */
    static MatchedTensors of(String source, Map<LayerVariables, StoredLayer> layers) {
        Map<String, Hdf5Tensor> tensors = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        layers.forEach((layer, stored) -> {
            if (!LayerMatch.fitsInNumber(layer, stored)) {
                problems.add(problem(layer, stored));
                return;
            }
            for (int i = 0; i < stored.tensors().size(); i++) {
                tensors.put(
                        layer.path(layer.variables().get(i)), stored.tensors().get(i));
            }
        });
        if (!problems.isEmpty()) {
            throw KerasWeights.misfit(source, problems, layers.size() + " layers");
        }
        return new MatchedTensors(source, tensors);
    }

    private static String problem(LayerVariables layer, StoredLayer stored) {
        String expected = layer.variables().stream().map(Variable::keras).collect(Collectors.joining(", "));
        String found = stored.tensors().stream()
                .map(tensor -> "'" + tensor.path() + "' " + Arrays.toString(tensor.shape()))
                .collect(Collectors.joining(", "));
        return "layer '" + layer.layer() + "' has " + layer.variables().size() + " variables (" + expected + "), '"
                + stored.name() + "' in the file has " + stored.tensors().size() + " (" + found + ")";
    }

    @Override
    public Map<String, long[]> tensors() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public float[] read(String name) {
        Hdf5Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsException("The weights " + source + " hold no tensor '" + name + "'.");
        }
        return tensor.read();
    }

    @Override
    public String nameInFile(String name) {
        return tensors.containsKey(name) ? tensors.get(name).path() : name;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public void close() {
        // The file belongs to whoever opened it.
    }
}
