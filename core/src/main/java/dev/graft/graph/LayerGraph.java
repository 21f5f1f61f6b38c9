package dev.graft.graph;

import dev.graft.error.GraftException;
import dev.graft.graph.NetworkLayer.Statistic;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.VarianceScaling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.activations.Activation;

/**
 * Builds a DL4J graph layer by layer in Keras's terms: every method adds one vertex with the given name and returns that
 * name, so that a network reads like its Keras source. What it was asked for is kept as {@link #layers}, from which
 * {@link #replay} builds the same network again.
 *
 * <p>Activations are {@code float [batch, channels, height, width]}. Layers that Keras has and no method here covers come
 * in by {@link #custom}.
 */
public final class LayerGraph {
    private final GraphBuilder builder;
    private final InputShape inputShape;
    private final List<NetworkLayer> layers = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final OutputShapes shapes;
    private final Dl4jParts parts;

    /**
     * @param builder receives the vertices
     * @param inputShape of the images
     * @param seed makes initial values and dropout masks reproducible
     */
    public LayerGraph(GraphBuilder builder, InputShape inputShape, long seed) {
        this.builder = builder;
        this.inputShape = inputShape;
        this.shapes = new OutputShapes(inputShape);
        this.parts = new Dl4jParts(inputShape, seed);
    }

    /** Shape of the images the network is built for. */
    public InputShape inputShape() {
        return inputShape;
    }

    /** The layers added so far, in order, the input first. */
    public List<NetworkLayer> layers() {
        return List.copyOf(layers);
    }

    /** Name of the layer added last. */
    public String last() {
        return layers.get(layers.size() - 1).name();
    }

    /** Number of channels that leave a layer, or of units if its output is no map; errors as for {@link #height}. */
    public int channels(String layer) {
        return shapes.channels(layer);
    }

    /**
     * Number of rows of a layer's output.
     *
     * @throws GraftException if there is no such layer, or its output is no map
     */
    public int height(String layer) {
        return shapes.height(layer);
    }

    /** Number of columns of a layer's output; errors as for {@link #height}. */
    public int width(String layer) {
        return shapes.width(layer);
    }

    /** Initialiser of convolution kernels added from now on; Keras's default is Glorot's uniform one. */
    public void kernelInitializer(VarianceScaling initializer) {
        parts.kernelInitializer(initializer);
    }

    /** From now on layers that will be loaded from a file start at zero: drawing values for them takes seconds. */
    public void initialValuesWillBeLoaded(boolean loaded) {
        parts.initialValuesWillBeLoaded(loaded);
    }

    /**
     * Adds layers that another graph recorded.
     *
     * @param types creates those of other modules
     * @throws GraftException as the methods below do, and if a type of layer is missing or does not take its settings
     */
    public void replay(List<NetworkLayer> recorded, LayerTypes types) {
        for (NetworkLayer layer : recorded) {
            if (layer instanceof NetworkLayer.Custom custom) {
                add(custom, types.create(custom));
            } else {
                add(layer);
            }
        }
    }

    /** The images enter here. */
    public String input(String name) {
        return add(new NetworkLayer.Input(name));
    }

    /** {@code x * scale}. */
    public String rescaling(String name, String from, double scale) {
        return add(new NetworkLayer.Rescaling(name, from, scale));
    }

    /**
     * {@code x * scale + offset}.
     *
     * @param scale above 0
     */
    public String rescaling(String name, String from, double scale, double offset) {
        return add(new NetworkLayer.ShiftedRescaling(name, from, scale, offset));
    }

    /** {@code (x - mean) / sqrt(variance)} per channel with constants that belong to the weights. */
    public String normalization(String name, String from) {
        return add(new NetworkLayer.Normalization(name, from));
    }

    /** {@code (x - mean) / sqrt(variance)} per channel with constants of the network, which are no weights. */
    public String normalization(String name, String from, List<Double> mean, List<Double> variance) {
        return add(new NetworkLayer.ConstantNormalization(name, from, mean, variance));
    }

    /** Rows and columns of zeros. */
    public String zeroPadding(String name, String from, int top, int bottom, int left, int right) {
        return add(new NetworkLayer.ZeroPadding(name, from, top, bottom, left, right));
    }

    /**
     * The zeros that a convolution of stride 2 with {@link Padding#VALID} needs to see what Keras's own models see: an even
     * number of rows gets one row less above than below, and so do columns ({@code correct_pad} of {@code
     * keras/src/applications/imagenet_utils.py}).
     *
     * @param kernel side of the convolution's kernel, odd
     */
    public String correctPadding(String name, String from, int kernel) {
        checkInputs(name, List.of(from));
        int half = kernel / 2;
        int top = half - (1 - height(from) % 2);
        int left = half - (1 - width(from) % 2);
        return zeroPadding(name, from, top, half, left, half);
    }

    /** A square convolution without bias and activation, as it stands before a batch normalization. */
    public String convolution(String name, String from, int filters, int kernel, int stride, Padding padding) {
        return convolution(name, from, filters, kernel, kernel, stride, padding);
    }

    /** A convolution of {@code height x width} without bias and activation. */
    public String convolution(
            String name, String from, int filters, int height, int width, int stride, Padding padding) {
        return add(new NetworkLayer.Convolution(
                name, from, filters, height, width, stride, padding, false, Activation.IDENTITY));
    }

    /** A square convolution with bias and activation, {@link Activation#IDENTITY} for none. */
    public String convolution(
            String name, String from, int filters, int kernel, int stride, Padding padding, Activation activation) {
        return add(
                new NetworkLayer.Convolution(name, from, filters, kernel, kernel, stride, padding, true, activation));
    }

    /** A depthwise convolution with multiplier 1, without bias and activation. */
    public String depthwiseConvolution(String name, String from, int kernel, int stride, Padding padding) {
        return add(new NetworkLayer.DepthwiseConvolution(name, from, kernel, stride, padding));
    }

    /** A batch normalization with gamma and beta. */
    public String batchNormalization(String name, String from, double epsilon, double momentum) {
        return add(new NetworkLayer.BatchNormalization(name, from, epsilon, momentum, true));
    }

    /** A batch normalization with beta alone (Keras's {@code scale=False}). */
    public String batchNormalizationWithoutScale(String name, String from, double epsilon, double momentum) {
        return add(new NetworkLayer.BatchNormalization(name, from, epsilon, momentum, false));
    }

    /** An activation function as a layer of its own. */
    public String activation(String name, String from, Activation activation) {
        return add(new NetworkLayer.ActivationFunction(name, from, activation));
    }

    /** {@code min(max(x, 0), 6)}: Keras's layer {@code ReLU(6)}. */
    public String relu6(String name, String from) {
        return add(new NetworkLayer.Relu6(name, from));
    }

    /** Maximum of square windows; what {@link Padding#SAME} adds never wins. */
    public String maxPooling(String name, String from, int pool, int stride, Padding padding) {
        return add(new NetworkLayer.Pooling(name, from, Statistic.MAXIMUM, pool, stride, padding));
    }

    /** Mean of square windows; what {@link Padding#SAME} adds does not count. */
    public String averagePooling(String name, String from, int pool, int stride, Padding padding) {
        return add(new NetworkLayer.Pooling(name, from, Statistic.AVERAGE, pool, stride, padding));
    }

    /** Mean over height and width: {@code [batch, channels]}. */
    public String globalAveragePooling(String name, String from) {
        return add(new NetworkLayer.GlobalPooling(name, from, Statistic.AVERAGE));
    }

    /** Maximum over height and width: {@code [batch, channels]}. */
    public String globalMaxPooling(String name, String from) {
        return add(new NetworkLayer.GlobalPooling(name, from, Statistic.MAXIMUM));
    }

    /** {@code [batch, channels]} to {@code [batch, channels, 1, 1]}. */
    public String reshapeToMap(String name, String from, int channels) {
        return add(new NetworkLayer.ReshapeToMap(name, from, channels));
    }

    /** Multiplies every position of a feature map by its channel's gate, {@code [batch, channels, 1, 1]}. */
    public String multiply(String name, String featureMap, String gate) {
        return add(new NetworkLayer.Multiply(name, featureMap, gate));
    }

    /** Sum of maps of equal shape. */
    public String add(String name, String... from) {
        return add(new NetworkLayer.Add(name, List.of(from)));
    }

    /** The channels of maps of equal height and width, one map after another. */
    public String concatenate(String name, String... from) {
        return add(new NetworkLayer.Concatenate(name, List.of(from)));
    }

    /** Dropout of single values; active only while training and only where the layer is not frozen. */
    public String dropout(String name, String from, double rate) {
        return add(new NetworkLayer.Dropout(name, from, rate, false));
    }

    /** Drops whole samples (stochastic depth): one decision for each image of the batch. */
    public String sampleDropout(String name, String from, double rate) {
        return add(new NetworkLayer.Dropout(name, from, rate, true));
    }

    /** A fully connected layer with bias. A feature map is flattened channel by channel. */
    public String dense(String name, String from, int units, Activation activation) {
        return add(new NetworkLayer.Dense(name, from, units, activation));
    }

    /**
     * Keras's {@code Dense} on a feature map: the same layer at every position, {@code [batch, units, height, width]}.
     */
    public String positionwiseDense(String name, String from, int units, Activation activation) {
        return add(new NetworkLayer.PositionwiseDense(name, from, units, activation));
    }

    /** A feature map as one vector per image, position by position as in Keras. */
    public String flatten(String name, String from) {
        return add(new NetworkLayer.Flatten(name, from));
    }

    /** The classifying layer: fully connected, softmax, categorical cross-entropy. */
    public String softmaxOutput(String name, String from, int classes) {
        return add(new NetworkLayer.SoftmaxOutput(name, from, classes));
    }

    /**
     * The classifying layers for two classes: one fully connected unit {@code name} with a sigmoid, binary cross-entropy.
     *
     * <p>The sigmoid {@code p} leaves as the probabilities of both classes, {@code (1 - p, p)}: the unit's logit becomes
     * the second of two logits whose first is 0, and a softmax of those gives the very same values and gradients (see
     * {@link dev.graft.layer.TwoClassLogits}). Two more layers without parameters do that, {@code name_logits} and {@code
     * name_classes}.
     *
     * @return the name of the last of the three layers, the network's output
     */
    public String sigmoidOutput(String name, String from) {
        String unit = dense(name, from, 1, Activation.IDENTITY);
        String logits = add(new NetworkLayer.TwoClassLogits(name + "_logits", unit));
        return add(new NetworkLayer.SoftmaxLoss(name + "_classes", logits));
    }

    /**
     * Adds a layer of a type that this library does not have.
     *
     * @param name Keras layer name
     * @throws GraftException for a name used before, an unknown input, inputs of a number or shape that the layer cannot
     *     take, or DL4J's own batch normalization, which cannot be frozen below a trainable layer ({@link
     *     KerasBatchNormalization} can)
     */
    public <S extends Record> String custom(String name, LayerType<S> type, S settings, String... from) {
        return add(LayerTypes.record(name, type, settings, from), type.create(settings));
    }

    private String add(NetworkLayer layer) {
        return parts.of(layer, layers.size()).map(part -> add(layer, part)).orElseGet(() -> addInput(layer.name()));
    }

    private String addInput(String name) {
        register(new NetworkLayer.Input(name));
        shapes.input(name);
        builder.addInputs(name);
        return name;
    }

    private String add(NetworkLayer layer, Dl4jPart part) {
        checkInputs(layer.name(), layer.inputs());
        String[] from = layer.inputs().toArray(String[]::new);
        if (part instanceof Dl4jPart.Layer dl4j) {
            check(layer, dl4j);
            shapes.add(layer.name(), dl4j.layer(), from[0]);
            register(layer);
            builder.addLayer(layer.name(), dl4j.layer(), from);
        } else {
            Dl4jPart.Vertex dl4j = (Dl4jPart.Vertex) part;
            shapes.add(layer.name(), dl4j.vertex(), from);
            register(layer);
            builder.addVertex(layer.name(), dl4j.vertex(), from);
        }
        return layer.name();
    }

    private static void check(NetworkLayer layer, Dl4jPart.Layer part) {
        if (part.layer() instanceof BatchNormalization && !(part.layer() instanceof KerasBatchNormalization)) {
            throw new GraftException("Layer '" + layer.name() + "' is DL4J's BatchNormalization, which gives wrong"
                    + " gradients when frozen. Use dev.graft.layer.KerasBatchNormalization.");
        }
        if (layer.inputs().size() != 1) {
            // DL4J would put a merge vertex of its own in between: one vertex more than Keras has layers.
            throw new GraftException("Layer '" + layer.name() + "' takes one input, found " + layer.inputs()
                    + ". Bring several together by add, multiply or concatenate.");
        }
    }

    private void checkInputs(String name, List<String> from) {
        for (String input : from) {
            if (!names.contains(input)) {
                throw new GraftException("Layer '" + name + "' takes its input from '" + input
                        + "', which has not been added. Layers so far end with '"
                        + (layers.isEmpty() ? "nothing" : last()) + "'.");
            }
        }
    }

    private void register(NetworkLayer layer) {
        if (!names.add(layer.name())) {
            throw new GraftException(
                    "Two layers are called '" + layer.name() + "'. Names are unique within a network.");
        }
        layers.add(layer);
    }
}
