package dev.graft.weights;

import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.PositionwiseDense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

    /** One variable of a layer: its Keras name and shape, DL4J's parameter key, and how the axes are permuted. */
    private record Variable(String keras, String dl4j, long[] shape, int[] toDl4j) {
        /** How many batches the statistics were adapted on: not used, and not written by every exporter. */
        boolean optional() {
            return keras.equals("count");
        }
    }

    /**
     * Fills the named layers strictly.
     *
     * @param file tensors named {@code layer/variable}
     * @param graph an initialised graph
     * @param layers the layers to fill
     * @throws WeightsException if a tensor is missing, has another shape, or belongs to no layer; every such tensor is
     *     named, and nothing is changed
     */
    public static void load(TensorFile file, ComputationGraph graph, List<String> layers) {
        Map<String, long[]> found = file.tensors();
        List<String> problems = new ArrayList<>();
        Set<String> expected = new LinkedHashSet<>();
        for (String layer : layers) {
            for (Variable variable : variables(graph, layer)) {
                String name = layer + "/" + variable.keras();
                expected.add(name);
                if (found.containsKey(name) || !variable.optional()) {
                    check(name, variable.shape(), found.get(name), problems);
                }
            }
        }
        found.keySet().stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> problems.add("'" + name + "' belongs to no layer"));
        if (!problems.isEmpty()) {
            throw new WeightsException("The weights " + file.source() + " do not fit the network ("
                    + problems.size() + " problems of " + expected.size() + " tensors): "
                    + String.join("; ", problems.subList(0, Math.min(5, problems.size())))
                    + (problems.size() > 5 ? "; ..." : "")
                    + ". Use the weights of this very backbone, without its top.");
        }
        for (String layer : layers) {
            for (Variable variable : variables(graph, layer)) {
                String name = layer + "/" + variable.keras();
                if (found.containsKey(name)) {
                    assign(file.read(name), variable, graph.getLayer(layer).getParam(variable.dl4j()));
                }
            }
        }
    }

    private static void check(String name, long[] expected, long[] found, List<String> problems) {
        if (found == null) {
            problems.add("'" + name + "' is missing");
        } else if (!Arrays.equals(expected, found)) {
            problems.add(
                    "'" + name + "' has shape " + Arrays.toString(found) + " instead of " + Arrays.toString(expected));
        }
    }

    private static void assign(float[] values, Variable variable, INDArray parameter) {
        INDArray tensor = Nd4j.createFromArray(values);
        if (variable.toDl4j() != null) {
            tensor = tensor.reshape('c', variable.shape())
                    .permute(variable.toDl4j())
                    .dup('c')
                    .reshape('c', parameter.shape());
        } else {
            tensor = tensor.reshape('c', parameter.shape());
        }
        parameter.assign(tensor);
    }

    /**
     * Reads the named layers out of a graph, in Keras's layout.
     *
     * @return {@code layer/variable} to row-major values
     */
    public static Map<String, float[]> export(ComputationGraph graph, List<String> layers) {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        for (String layer : layers) {
            for (Variable variable : variables(graph, layer)) {
                INDArray value = graph.getLayer(layer).getParam(variable.dl4j());
                if (variable.toDl4j() != null) {
                    value = value.dup('c').reshape('c', dl4jShape(variable)).permute(inverse(variable.toDl4j()));
                }
                tensors.put(
                        layer + "/" + variable.keras(),
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

    private static List<Variable> variables(ComputationGraph graph, String name) {
        if (graph.getLayer(name) == null) {
            return List.of();
        }
        Layer layer = graph.getLayer(name).conf().getLayer();
        if (layer instanceof DepthwiseConvolution2D) {
            return depthwise(graph, name);
        }
        if (layer instanceof PositionwiseDense dense) {
            return positionwise(dense.getNIn(), dense.getNOut());
        }
        if (layer instanceof ConvolutionLayer conv) {
            return convolution(conv);
        }
        if (layer instanceof KerasBatchNormalization norm) {
            long[] channels = {norm.getNOut()};
            List<Variable> variables = new ArrayList<>();
            if (norm.isScale()) {
                variables.add(new Variable("gamma", "gamma", channels, null));
            }
            variables.add(new Variable("beta", "beta", channels, null));
            variables.add(new Variable("moving_mean", "mean", channels, null));
            variables.add(new Variable("moving_variance", "var", channels, null));
            return variables;
        }
        if (layer instanceof InputNormalization norm) {
            long[] channels = {norm.getNIn()};
            return List.of(
                    new Variable("mean", "mean", channels, null),
                    new Variable("variance", "variance", channels, null),
                    new Variable("count", "count", new long[0], null));
        }
        if (layer instanceof DenseLayer dense) {
            return dense(dense.getNIn(), dense.getNOut());
        }
        if (layer instanceof BaseOutputLayer output) {
            return dense(output.getNIn(), output.getNOut());
        }
        if (layer.initializer().numParams(layer) > 0) {
            throw new WeightsException("Layer '" + name + "' is a "
                    + layer.getClass().getName() + "; its weights have no Keras layout that is known here.");
        }
        return List.of();
    }

    private static List<Variable> convolution(ConvolutionLayer conv) {
        int[] kernel = conv.getKernelSize();
        long[] shape = {kernel[0], kernel[1], conv.getNIn(), conv.getNOut()};
        Variable weights = new Variable("kernel", "W", shape, new int[] {3, 2, 0, 1});
        return conv.hasBias()
                ? List.of(weights, new Variable("bias", "b", new long[] {conv.getNOut()}, null))
                : List.of(weights);
    }

    private static List<Variable> depthwise(ComputationGraph graph, String name) {
        INDArray weights = graph.getLayer(name).getParam("W");
        return List.of(new Variable("kernel", "W", weights.shape(), new int[] {0, 1, 2, 3}));
    }

    /** The convolution's kernel of 1 x 1 is the transposed kernel of the dense layer, written as four axes. */
    private static List<Variable> positionwise(long in, long out) {
        return List.of(
                new Variable("kernel", "W", new long[] {in, out}, new int[] {1, 0}),
                new Variable("bias", "b", new long[] {out}, null));
    }

    private static List<Variable> dense(long in, long out) {
        return List.of(
                new Variable("kernel", "W", new long[] {in, out}, new int[] {0, 1}),
                new Variable("bias", "b", new long[] {out}, null));
    }
}
