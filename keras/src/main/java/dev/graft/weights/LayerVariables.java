package dev.graft.weights;

import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.PositionwiseDense;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The variables of one layer as Keras has them.
 *
 * @param layer the layer's name
 * @param kerasClass its Keras class in snake case, as {@code .weights.h5} files spell it
 * @param variables in Keras's order: trainable ones, then the others
 */
record LayerVariables(String layer, String kerasClass, List<Variable> variables) {
    LayerVariables {
        variables = List.copyOf(variables);
    }

    /**
     * One variable.
     *
     * @param keras its Keras name
     * @param dl4j DL4J's parameter key
     * @param shape in Keras
     * @param toDl4j how the axes are permuted; empty if not at all
     */
    record Variable(String keras, String dl4j, long[] shape, int[] toDl4j) {
        private Variable(String keras, String dl4j, long[] shape) {
            this(keras, dl4j, shape, new int[0]);
        }

        boolean isTransposed() {
            return toDl4j.length > 0;
        }

        /** How many batches the statistics were adapted on: not used, and not written by every exporter. */
        boolean optional() {
            return keras.equals("count");
        }
    }

    /** The variables of those layers that have some, in the order given. */
    static List<LayerVariables> of(ComputationGraph graph, List<String> layers) {
        return layers.stream()
                .map(layer -> of(graph, layer))
                .filter(layer -> !layer.variables().isEmpty())
                .toList();
    }

    /** {@code layer/variable} */
    String path(Variable variable) {
        return layer + "/" + variable.keras();
    }

    private static LayerVariables of(ComputationGraph graph, String name) {
        if (graph.getLayer(name) == null) {
            return new LayerVariables(name, "", List.of());
        }
        Layer layer = graph.getLayer(name).conf().getLayer();
        if (layer instanceof DepthwiseConvolution2D) {
            return new LayerVariables(name, "depthwise_conv2d", depthwise(graph, name));
        }
        if (layer instanceof PositionwiseDense dense) {
            return new LayerVariables(name, "dense", positionwise(dense.getNIn(), dense.getNOut()));
        }
        if (layer instanceof ConvolutionLayer conv) {
            return new LayerVariables(name, "conv2d", convolution(conv));
        }
        if (layer instanceof KerasBatchNormalization norm) {
            return new LayerVariables(name, "batch_normalization", batchNormalization(norm));
        }
        if (layer instanceof InputNormalization norm && norm.hasConstants()) {
            return new LayerVariables(name, "", List.of());
        }
        if (layer instanceof InputNormalization norm) {
            long[] channels = {norm.getNIn()};
            return new LayerVariables(
                    name,
                    "normalization",
                    List.of(
                            new Variable("mean", "mean", channels),
                            new Variable("variance", "variance", channels),
                            new Variable("count", "count", new long[0])));
        }
        if (layer instanceof DenseLayer dense) {
            return new LayerVariables(name, "dense", dense(dense.getNIn(), dense.getNOut()));
        }
        if (layer instanceof BaseOutputLayer output) {
            return new LayerVariables(name, "dense", dense(output.getNIn(), output.getNOut()));
        }
        if (layer.initializer().numParams(layer) > 0) {
            throw new WeightsException("Layer '" + name + "' is a "
                    + layer.getClass().getName() + "; its weights have no Keras layout that is known here.");
        }
        return new LayerVariables(name, "", List.of());
    }

    private static List<Variable> convolution(ConvolutionLayer conv) {
        int[] kernel = conv.getKernelSize();
        long[] shape = {kernel[0], kernel[1], conv.getNIn(), conv.getNOut()};
        Variable weights = new Variable("kernel", "W", shape, new int[] {3, 2, 0, 1});
        return conv.hasBias()
                ? List.of(weights, new Variable("bias", "b", new long[] {conv.getNOut()}))
                : List.of(weights);
    }

    private static List<Variable> depthwise(ComputationGraph graph, String name) {
        INDArray weights = graph.getLayer(name).getParam("W");
        return List.of(new Variable("kernel", "W", weights.shape()));
    }

    private static List<Variable> batchNormalization(KerasBatchNormalization norm) {
        long[] channels = {norm.getNOut()};
        List<Variable> variables = new ArrayList<>();
        if (norm.isScale()) {
            variables.add(new Variable("gamma", "gamma", channels));
        }
        variables.add(new Variable("beta", "beta", channels));
        variables.add(new Variable("moving_mean", "mean", channels));
        variables.add(new Variable("moving_variance", "var", channels));
        return variables;
    }

    /** The convolution's kernel of 1 x 1 is the transposed kernel of the dense layer, written as four axes. */
    private static List<Variable> positionwise(long in, long out) {
        return List.of(
                new Variable("kernel", "W", new long[] {in, out}, new int[] {1, 0}),
                new Variable("bias", "b", new long[] {out}));
    }

    private static List<Variable> dense(long in, long out) {
        return List.of(new Variable("kernel", "W", new long[] {in, out}), new Variable("bias", "b", new long[] {out}));
    }
}
