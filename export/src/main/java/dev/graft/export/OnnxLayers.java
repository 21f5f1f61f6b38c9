package dev.graft.export;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.graph.InputShape;
import dev.graft.graph.NetworkLayer;
import dev.graft.graph.NetworkLayer.Statistic;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Translates a model's layers, one after another, each into one or few ONNX nodes; each visit gives the output's tensor. */
final class OnnxLayers implements NetworkLayer.Visitor<String> {
    /** Keras's {@code backend.epsilon()}, below which a deviation does not fall. */
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final ModelDescription description;
    private final ComputationGraph network;
    private final OnnxGraph onnx;
    private final OnnxActivations activations;
    private final String images;
    /** Layer to the tensor that holds its output. */
    private final Map<String, String> tensors = new HashMap<>();

    private final Map<String, InputType> types;

    /** @param images the preprocessed images' tensor */
    OnnxLayers(TransferModel model, OnnxGraph onnx, String images) {
        this.description = model.description();
        this.network = model.graph();
        this.onnx = onnx;
        this.images = images;
        this.activations = new OnnxActivations(onnx);
        InputShape shape = description.inputShape();
        InputType input = InputType.convolutional(shape.height(), shape.width(), shape.channels());
        this.types = new HashMap<>(network.getConfiguration().getLayerActivationTypes(false, false, input));
        types.put(network.getConfiguration().getNetworkInputs().get(0), input);
    }

    /** Returns the tensor with the probabilities. */
    String translate() {
        String last = "";
        for (List<NetworkLayer> layers : List.of(description.backboneLayers(), description.headLayers())) {
            for (NetworkLayer layer : layers) {
                last = layer.accept(this);
                tensors.put(layer.name(), last);
            }
        }
        return last;
    }

    private String below(NetworkLayer.OnOne layer) {
        return Lookup.in(tensors, layer.from(), "tensor");
    }

    private String[] below(List<String> layers) {
        return layers.stream().map(tensors::get).toArray(String[]::new);
    }

    private InputTypeConvolutional mapBelow(NetworkLayer.OnOne layer) {
        return (InputTypeConvolutional) Lookup.in(types, layer.from(), "shape");
    }

    @Override
    public String input(NetworkLayer.Input layer) {
        return images;
    }

    @Override
    public String rescaling(NetworkLayer.Rescaling layer) {
        return onnx.node(
                "Mul", layer.name(), below(layer), onnx.scalar(layer.name() + "/scale", (float) layer.scale()));
    }

    @Override
    public String shiftedRescaling(NetworkLayer.ShiftedRescaling layer) {
        return normalized(layer);
    }

    @Override
    public String normalization(NetworkLayer.Normalization layer) {
        return normalized(layer);
    }

    @Override
    public String constantNormalization(NetworkLayer.ConstantNormalization layer) {
        return normalized(layer);
    }

    private String normalized(NetworkLayer.OnOne layer) {
        String name = layer.name();
        INDArray mean = network.getLayer(name).getParam("mean");
        INDArray deviation = Transforms.max(
                Transforms.sqrt(network.getLayer(name).getParam("variance"), true), SMALLEST_DEVIATION, false);
        String centred =
                onnx.node("Sub", name + "/centred", below(layer), onnx.perChannel(name + "/mean", values(mean)));
        return onnx.node("Div", name, centred, onnx.perChannel(name + "/deviation", values(deviation)));
    }

    @Override
    public String zeroPadding(NetworkLayer.ZeroPadding layer) {
        String pads = onnx.integers(
                layer.name() + "/pads", 0, 0, layer.top(), layer.left(), 0, 0, layer.bottom(), layer.right());
        return onnx.node("Pad", layer.name(), below(layer), pads);
    }

    @Override
    public String convolution(NetworkLayer.Convolution layer) {
        OnnxAttributes attributes = Window.of(
                        layer.padding(), layer.height(), layer.width(), layer.stride(), mapBelow(layer))
                .attributes();
        String kernel = tensor(layer.name(), "W");
        return activated(
                layer.name(),
                layer.activation(),
                output -> layer.bias()
                        ? onnx.node("Conv", output, attributes, below(layer), kernel, vector(layer.name(), "b"))
                        : onnx.node("Conv", output, attributes, below(layer), kernel));
    }

    @Override
    public String depthwiseConvolution(NetworkLayer.DepthwiseConvolution layer) {
        INDArray kernel = network.getLayer(layer.name()).getParam("W");
        long channels = kernel.size(2);
        // [height, width, channels, 1] to [channels, 1, height, width]
        INDArray perGroup = kernel.permute(2, 3, 0, 1).dup('c');
        String weights = onnx.constant(
                layer.name() + "/W", new long[] {channels, 1, kernel.size(0), kernel.size(1)}, values(perGroup));
        OnnxAttributes attributes = Window.of(
                        layer.padding(), layer.kernel(), layer.kernel(), layer.stride(), mapBelow(layer))
                .attributes()
                .integer("group", channels);
        return onnx.node("Conv", layer.name(), attributes, below(layer), weights);
    }

    @Override
    public String batchNormalization(NetworkLayer.BatchNormalization layer) {
        String name = layer.name();
        return onnx.node(
                "BatchNormalization",
                name,
                OnnxAttributes.of().number("epsilon", (float) layer.epsilon()),
                below(layer),
                vector(name, "gamma"),
                vector(name, "beta"),
                vector(name, "mean"),
                vector(name, "var"));
    }

    @Override
    public String activation(NetworkLayer.ActivationFunction layer) {
        return activations.add(layer.name(), layer.activation(), below(layer));
    }

    @Override
    public String relu6(NetworkLayer.Relu6 layer) {
        return activations.add(layer.name(), Activation.RELU6, below(layer));
    }

    @Override
    public String pooling(NetworkLayer.Pooling layer) {
        OnnxAttributes attributes = Window.of(
                        layer.padding(), layer.size(), layer.size(), layer.stride(), mapBelow(layer))
                .attributes();
        return layer.statistic() == Statistic.MAXIMUM
                ? onnx.node("MaxPool", layer.name(), attributes, below(layer))
                : onnx.node("AveragePool", layer.name(), attributes.integer("count_include_pad", 0), below(layer));
    }

    @Override
    public String globalPooling(NetworkLayer.GlobalPooling layer) {
        String operator = layer.statistic() == Statistic.MAXIMUM ? "GlobalMaxPool" : "GlobalAveragePool";
        return flattened(layer.name(), onnx.node(operator, layer.name() + "/pooled", below(layer)));
    }

    private String flattened(String name, String from) {
        return onnx.node("Flatten", name, OnnxAttributes.of().integer("axis", 1), from);
    }

    @Override
    public String reshapeToMap(NetworkLayer.ReshapeToMap layer) {
        String shape = onnx.integers(layer.name() + "/shape", -1, layer.channels(), 1, 1);
        return onnx.node("Reshape", layer.name(), below(layer), shape);
    }

    @Override
    public String multiply(NetworkLayer.Multiply layer) {
        return onnx.node("Mul", layer.name(), below(layer.inputs()));
    }

    @Override
    public String add(NetworkLayer.Add layer) {
        return onnx.node("Sum", layer.name(), below(layer.inputs()));
    }

    @Override
    public String concatenate(NetworkLayer.Concatenate layer) {
        return onnx.node("Concat", layer.name(), OnnxAttributes.of().integer("axis", 1), below(layer.inputs()));
    }

    /** Nothing at inference. */
    @Override
    public String dropout(NetworkLayer.Dropout layer) {
        return below(layer);
    }

    @Override
    public String dense(NetworkLayer.Dense layer) {
        return activated(layer.name(), layer.activation(), output -> dense(layer, output));
    }

    @Override
    public String softmaxOutput(NetworkLayer.SoftmaxOutput layer) {
        return activated(layer.name(), Activation.SOFTMAX, output -> dense(layer, output));
    }

    /** A map below is flattened channel by channel. */
    private String dense(NetworkLayer.OnOne layer, String output) {
        String from = types.get(layer.from()) instanceof InputTypeConvolutional
                ? flattened(layer.name() + "/flat", below(layer))
                : below(layer);
        return onnx.node("Gemm", output, from, tensor(layer.name(), "W"), vector(layer.name(), "b"));
    }

    /** A convolution of 1 x 1. */
    @Override
    public String positionwiseDense(NetworkLayer.PositionwiseDense layer) {
        String kernel = tensor(layer.name(), "W");
        String bias = vector(layer.name(), "b");
        return activated(
                layer.name(), layer.activation(), output -> onnx.node("Conv", output, below(layer), kernel, bias));
    }

    @Override
    public String flatten(NetworkLayer.Flatten layer) {
        String last = onnx.node(
                "Transpose",
                layer.name() + "/channels_last",
                OnnxAttributes.of().integers("perm", 0, 2, 3, 1),
                below(layer));
        return flattened(layer.name(), last);
    }

    /** One column of zeros before the logit. */
    @Override
    public String twoClassLogits(NetworkLayer.TwoClassLogits layer) {
        return onnx.node("Pad", layer.name(), below(layer), onnx.integers(layer.name() + "/pads", 0, 1, 0, 0));
    }

    @Override
    public String softmaxLoss(NetworkLayer.SoftmaxLoss layer) {
        return activations.add(layer.name(), Activation.SOFTMAX, below(layer));
    }

    @Override
    public String custom(NetworkLayer.Custom layer) {
        throw new GraftException("Layer '" + layer.name() + "' is a " + layer.layerType()
                + ", which is not translated to ONNX. Export weights for Keras instead.");
    }

    /** A node that may have an activation behind it; the last of both carries the layer's name. */
    private interface Linear {
        String add(String output);
    }

    private String activated(String name, Activation activation, Linear linear) {
        return activation == Activation.IDENTITY
                ? linear.add(name)
                : activations.add(name, activation, linear.add(name + "/linear"));
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
