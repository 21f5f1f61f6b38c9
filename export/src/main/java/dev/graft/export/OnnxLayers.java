package dev.graft.export;

import dev.graft.GraftException;
import dev.graft.layer.ChannelsLastFlatten;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.OutOfPlaceActivation;
import dev.graft.layer.TwoClassLogits;
import dev.graft.model.TransferModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Translates a model's layers, one after another, each into one or few ONNX nodes. */
final class OnnxLayers {
    /** Keras's {@code backend.epsilon()}, below which a deviation does not fall. */
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final ComputationGraph network;
    private final ComputationGraphConfiguration configuration;
    private final OnnxGraph onnx;
    private final OnnxActivations activations;
    /** Layer to the tensor that holds its output. */
    private final Map<String, String> tensors = new HashMap<>();

    private final Map<String, InputType> types;

    /** @param images the preprocessed images' tensor */
    OnnxLayers(TransferModel model, OnnxGraph onnx, String images) {
        this.network = model.graph();
        this.configuration = network.getConfiguration();
        this.onnx = onnx;
        this.activations = new OnnxActivations(onnx);
        var shape = model.description().inputShape();
        InputType input = InputType.convolutional(shape.height(), shape.width(), shape.channels());
        String name = configuration.getNetworkInputs().get(0);
        this.types = new HashMap<>(configuration.getLayerActivationTypes(false, false, input));
        types.put(name, input);
        tensors.put(name, images);
    }

    /** Returns the tensor with the probabilities. */
    String translate() {
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            if (!tensors.containsKey(name)) {
                tensors.put(name, translate(name, configuration.getVertices().get(name)));
            }
        }
        return tensors.get(configuration.getNetworkOutputs().get(0));
    }

    private String translate(String name, GraphVertex vertex) {
        List<String> inputs = configuration.getVertexInputs().get(name);
        String[] from = inputs.stream().map(tensors::get).toArray(String[]::new);
        if (vertex instanceof LayerVertex layerVertex) {
            String adapted = adapted(name, layerVertex.getPreProcessor(), from[0]);
            return layer(name, layerVertex.getLayerConf().getLayer(), inputs.get(0), adapted);
        }
        if (vertex instanceof PreprocessorVertex preprocessor) {
            return adapted(name, preprocessor.getPreProcessor(), from[0]);
        }
        if (vertex instanceof ScaleVertex scale) {
            return onnx.node("Mul", name, from[0], onnx.scalar(name + "/scale", (float) scale.getScaleFactor()));
        }
        if (vertex instanceof ReshapeVertex reshape) {
            long[] shape = Arrays.stream(reshape.getNewShape()).asLongStream().toArray();
            return onnx.node("Reshape", name, from[0], onnx.integers(name + "/shape", shape));
        }
        if (vertex instanceof ElementWiseVertex wise && wise.getOp() == ElementWiseVertex.Op.Add) {
            return onnx.node("Sum", name, from);
        }
        if (vertex instanceof ElementWiseVertex wise && wise.getOp() == ElementWiseVertex.Op.Product) {
            return onnx.node("Mul", name, from);
        }
        if (vertex instanceof MergeVertex) {
            return onnx.node("Concat", name, OnnxAttributes.of().integer("axis", 1), from);
        }
        throw unknown(name, vertex);
    }

    private static GraftException unknown(String name, Object kind) {
        return new GraftException("Layer '" + name + "' is a " + kind.getClass().getName()
                + ", which is not translated to ONNX. Export weights for Keras instead.");
    }

    private String adapted(String name, InputPreProcessor preprocessor, String from) {
        if (preprocessor == null) {
            return from;
        }
        if (preprocessor instanceof CnnToFeedForwardPreProcessor) {
            return onnx.node("Flatten", name + "/flat", OnnxAttributes.of().integer("axis", 1), from);
        }
        if (preprocessor instanceof ChannelsLastFlatten) {
            String last = onnx.node(
                    "Transpose", name + "/channels_last", OnnxAttributes.of().integers("perm", 0, 2, 3, 1), from);
            return onnx.node("Flatten", name, OnnxAttributes.of().integer("axis", 1), last);
        }
        if (preprocessor instanceof TwoClassLogits) {
            // One column of zeros before the logit.
            return onnx.node("Pad", name, from, onnx.integers(name + "/pads", 0, 1, 0, 0));
        }
        throw unknown(name, preprocessor);
    }

    /** @param below name of the layer below */
    private String layer(String name, Layer layer, String below, String from) {
        if (layer instanceof DropoutLayer) {
            return from;
        }
        if (layer instanceof OutOfPlaceActivation activation) {
            return activations.add(name, activation.getActivationFn(), from);
        }
        if (layer instanceof DepthwiseConvolution2D conv) {
            return depthwise(name, conv, below, from);
        }
        if (layer instanceof ConvolutionLayer conv) {
            return convolution(name, conv, below, from);
        }
        if (layer instanceof SubsamplingLayer pooling) {
            return pooling(name, pooling, below, from);
        }
        if (layer instanceof GlobalPoolingLayer pooling) {
            return globalPooling(name, pooling, from);
        }
        if (layer instanceof ZeroPaddingLayer padding) {
            int[] p = padding.getPadding();
            return onnx.node("Pad", name, from, onnx.integers(name + "/pads", 0, 0, p[0], p[2], 0, 0, p[1], p[3]));
        }
        if (layer instanceof KerasBatchNormalization norm) {
            return onnx.node(
                    "BatchNormalization",
                    name,
                    OnnxAttributes.of().number("epsilon", (float) norm.getEps()),
                    from,
                    vector(name, "gamma"),
                    vector(name, "beta"),
                    vector(name, "mean"),
                    vector(name, "var"));
        }
        if (layer instanceof InputNormalization) {
            return inputNormalization(name, from);
        }
        if (layer instanceof DenseLayer dense) {
            return activated(name, dense.getActivationFn(), linear -> dense(name, linear, from));
        }
        if (layer instanceof BaseOutputLayer output) {
            return activated(name, output.getActivationFn(), linear -> dense(name, linear, from));
        }
        if (layer instanceof LossLayer loss) {
            return activations.add(name, loss.getActivationFn(), from);
        }
        throw unknown(name, layer);
    }

    /** A node that may have an activation behind it; the last of both carries the layer's name. */
    private interface Linear {
        String add(String output);
    }

    private String activated(String name, IActivation activation, Linear linear) {
        return OnnxActivations.isIdentity(activation)
                ? linear.add(name)
                : activations.add(name, activation, linear.add(name + "/linear"));
    }

    private String dense(String name, String output, String from) {
        return onnx.node("Gemm", output, from, tensor(name, "W"), vector(name, "b"));
    }

    private String convolution(String name, ConvolutionLayer conv, String below, String from) {
        OnnxAttributes attributes = window(name, conv, below).attributes();
        return activated(
                name,
                conv.getActivationFn(),
                output -> conv.hasBias()
                        ? onnx.node("Conv", output, attributes, from, tensor(name, "W"), vector(name, "b"))
                        : onnx.node("Conv", output, attributes, from, tensor(name, "W")));
    }

    private String depthwise(String name, DepthwiseConvolution2D conv, String below, String from) {
        if (conv.hasBias()) {
            throw unknown(name, conv);
        }
        INDArray kernel = network.getLayer(name).getParam("W");
        long channels = kernel.size(2);
        long multiplier = kernel.size(3);
        // [height, width, channels, multiplier] to [channels * multiplier, 1, height, width]
        INDArray perGroup = kernel.permute(2, 3, 0, 1).dup('c');
        String weights = onnx.constant(
                name + "/W", new long[] {channels * multiplier, 1, kernel.size(0), kernel.size(1)}, values(perGroup));
        OnnxAttributes attributes = window(name, conv, below).attributes().integer("group", channels);
        return activated(name, conv.getActivationFn(), output -> onnx.node("Conv", output, attributes, from, weights));
    }

    private Window window(String name, ConvolutionLayer conv, String below) {
        return Window.of(
                name,
                conv.getConvolutionMode(),
                conv.getKernelSize(),
                conv.getStride(),
                conv.getPadding(),
                conv.getDilation(),
                map(below));
    }

    private InputTypeConvolutional map(String layer) {
        return (InputTypeConvolutional) types.get(layer);
    }

    private String pooling(String name, SubsamplingLayer pooling, String below, String from) {
        OnnxAttributes attributes = Window.of(
                        name,
                        pooling.getConvolutionMode(),
                        pooling.getKernelSize(),
                        pooling.getStride(),
                        pooling.getPadding(),
                        pooling.getDilation(),
                        map(below))
                .attributes();
        return switch (pooling.getPoolingType()) {
            case MAX -> onnx.node("MaxPool", name, attributes, from);
            case AVG -> onnx.node("AveragePool", name, attributes.integer("count_include_pad", 0), from);
            default -> throw unknown(name, pooling);
        };
    }

    private String globalPooling(String name, GlobalPoolingLayer pooling, String from) {
        String operator;
        if (pooling.getPoolingType() == PoolingType.AVG) {
            operator = "GlobalAveragePool";
        } else if (pooling.getPoolingType() == PoolingType.MAX) {
            operator = "GlobalMaxPool";
        } else {
            throw unknown(name, pooling);
        }
        if (!pooling.isCollapseDimensions()) {
            return onnx.node(operator, name, from);
        }
        return onnx.node(
                "Flatten", name, OnnxAttributes.of().integer("axis", 1), onnx.node(operator, name + "/pooled", from));
    }

    private String inputNormalization(String name, String from) {
        INDArray mean = network.getLayer(name).getParam("mean");
        INDArray deviation = Transforms.max(
                Transforms.sqrt(network.getLayer(name).getParam("variance"), true), SMALLEST_DEVIATION, false);
        String centred = onnx.node("Sub", name + "/centred", from, onnx.perChannel(name + "/mean", values(mean)));
        return onnx.node("Div", name, centred, onnx.perChannel(name + "/deviation", values(deviation)));
    }

    private String tensor(String layer, String parameter) {
        INDArray value = network.getLayer(layer).getParam(parameter);
        return onnx.constant(layer + "/" + parameter, value.shape(), values(value));
    }

    private String vector(String layer, String parameter) {
        INDArray value = network.getLayer(layer).getParam(parameter);
        return onnx.constant(layer + "/" + parameter, new long[] {value.length()}, values(value));
    }

    private static float[] values(INDArray array) {
        INDArray rows = Nd4j.toFlattened('c', array);
        return rows.toFloatVector();
    }
}
