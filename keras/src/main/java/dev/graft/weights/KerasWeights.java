package dev.graft.weights;

import dev.graft.weights.LayerVariables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves weights between tensors named {@code <keras layer>/<variable>} in Keras's layout and a DL4J graph whose vertices
 * carry the Keras layers' names.
 *
 * <p>Keras stores kernels as height, width, in, out; DL4J as out, in, height, width. Depthwise and dense kernels and all
 * vectors agree.
 */
public final class KerasWeights {
    private KerasWeights() {}

    /**
     * Fills the named layers strictly.
     *
     * @param file tensors named {@code layer/variable}
     * @param graph an initialised graph
     * @param layers the layers to fill
     * @throws WeightsException if a tensor is missing, has another shape, belongs to no layer or cannot be read; the
     *     first five such tensors are named, and nothing is changed
     */
    public static void load(TensorFile file, ComputationGraph graph, List<String> layers) {
        fill(file, graph, LayerVariables.of(graph, layers));
    }

    /** Like {@link #load(TensorFile, ComputationGraph, List)}, for a file that needs the network to name its tensors. */
    static void load(StoredWeights file, ComputationGraph graph, List<String> layers) {
        List<LayerVariables> network = LayerVariables.of(graph, layers);
        fill(file.namedFor(network), graph, network);
    }

    private static void fill(TensorFile file, ComputationGraph graph, List<LayerVariables> network) {
        check(file, network);
        Set<String> found = file.tensors().keySet();
        // Twice, for damage inside a tensor must not be found after others were replaced, and all do not fit at once.
        found.forEach(file::read);
        for (LayerVariables layer : network) {
            for (Variable variable : layer.variables()) {
                String name = layer.path(variable);
                if (found.contains(name)) {
                    assign(
                            file.read(name),
                            variable,
                            graph.getLayer(layer.layer()).getParam(variable.dl4j()));
                }
            }
        }
    }

    private static void check(TensorFile file, List<LayerVariables> network) {
        Map<String, long[]> found = file.tensors();
        List<String> problems = new ArrayList<>();
        Set<String> expected = new LinkedHashSet<>();
        for (LayerVariables layer : network) {
            for (Variable variable : layer.variables()) {
                String name = layer.path(variable);
                expected.add(name);
                if (found.containsKey(name) || !variable.optional()) {
                    check(file, name, variable.shape(), found.get(name), problems);
                }
            }
        }
        found.keySet().stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> problems.add("'" + name + "' belongs to no layer"));
        if (!problems.isEmpty()) {
            throw misfit(file.source(), problems, expected.size() + " tensors");
        }
    }

    /** @param of how many things of what kind were looked at */
    static WeightsException misfit(String source, List<String> problems, String of) {
        return new WeightsException("The weights " + source + " do not fit the network (" + problems.size()
                + " problems of " + of + "): "
                + String.join("; ", problems.subList(0, Math.min(5, problems.size())))
                + (problems.size() > 5 ? "; ..." : "")
                + ". Use the weights of this very backbone, without its top.");
    }

    private static void check(
            TensorFile file, String name, long[] expected, long @Nullable [] found, List<String> problems) {
        if (found == null) {
            problems.add("'" + name + "' is missing");
        } else if (!Arrays.equals(expected, found)) {
            String inFile = file.nameInFile(name);
            problems.add("'" + name + "'" + (inFile.equals(name) ? "" : " (in the file '" + inFile + "')")
                    + " has shape " + Arrays.toString(found) + " instead of " + Arrays.toString(expected));
        }
    }

    private static void assign(float[] values, Variable variable, INDArray parameter) {
        float[] ordered =
                variable.isTransposed() ? Transposition.of(values, variable.shape(), variable.toDl4j()) : values;
        // It lies outside the heap: left to the garbage collector, a second copy of all weights would gather there.
        try (INDArray tensor = Nd4j.createFromArray(ordered)) {
            parameter.assign(tensor.reshape('c', parameter.shape()));
        }
    }

    /**
     * Reads the named layers out of a graph, in Keras's layout.
     *
     * @return {@code layer/variable} to row-major values
     */
    public static Map<String, float[]> export(ComputationGraph graph, List<String> layers) {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        for (LayerVariables layer : LayerVariables.of(graph, layers)) {
            for (Variable variable : layer.variables()) {
                INDArray value = graph.getLayer(layer.layer()).getParam(variable.dl4j());
                if (variable.isTransposed()) {
                    value = value.dup('c').reshape('c', dl4jShape(variable)).permute(inverse(variable.toDl4j()));
                }
                tensors.put(
                        layer.path(variable),
                        value.dup('c').reshape(value.length()).toFloatVector());
            }
        }
        return tensors;
    }

    private static long[] dl4jShape(Variable variable) {
        return Arrays.stream(variable.toDl4j())
                .mapToLong(axis -> variable.shape()[axis])
                .toArray();
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < permutation.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }
}
