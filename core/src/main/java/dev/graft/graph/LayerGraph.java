package dev.graft.graph;

import dev.graft.GraftException;
import dev.graft.layer.BroadcastProduct;
import dev.graft.layer.ChannelsLastFlatten;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.KernelLayout;
import dev.graft.layer.KernelToLoad;
import dev.graft.layer.OutOfPlaceActivation;
import dev.graft.layer.PositionwiseDense;
import dev.graft.layer.SeededDropout;
import dev.graft.layer.SeededKernel;
import dev.graft.layer.SoftmaxCrossEntropy;
import dev.graft.layer.Swish;
import dev.graft.layer.TwoClassLogits;
import dev.graft.layer.VarianceScaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * Builds a DL4J graph layer by layer in Keras's terms: every method adds one vertex with the given name and returns that
 * name, so that a network reads like its Keras source.
 *
 * <p>Activations are {@code float [batch, channels, height, width]}. Layers that Keras has and no method here covers come
 * in by {@link #layer} and {@link #vertex}.
 */
public final class LayerGraph {
    private final GraphBuilder builder;
    private final InputShape inputShape;
    private final long seed;
    private final List<KerasLayer> layers = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final OutputShapes shapes;
    private boolean loaded;
    private final long kernelSeed;
    private VarianceScaling kernelInitializer = VarianceScaling.glorotUniform();

    /**
     * @param builder receives the vertices
     * @param inputShape of the images
     * @param seed makes initial values and dropout masks reproducible
     */
    public LayerGraph(GraphBuilder builder, InputShape inputShape, long seed) {
        this.builder = builder;
        this.inputShape = inputShape;
        this.shapes = new OutputShapes(inputShape);
        this.seed = seed;
        // Neighbouring seeds must not share kernels of neighbouring layers.
        this.kernelSeed = new SplittableRandom(seed).nextLong();
    }

    /** Shape of the images the network is built for. */
    public InputShape inputShape() {
        return inputShape;
    }

    /** The layers added so far, in order, the input first. */
    public List<KerasLayer> layers() {
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
        this.kernelInitializer = initializer;
    }

    /** From now on layers that will be loaded from a file start at zero: drawing values for them takes seconds. */
    public void initialValuesWillBeLoaded(boolean loaded) {
        this.loaded = loaded;
    }

    private IWeightInit initializer(VarianceScaling wanted, KernelLayout layout) {
        return loaded ? new KernelToLoad() : new SeededKernel(wanted, layout, kernelSeed + layers.size());
    }

    /** The images enter here. */
    public String input(String name) {
        register(name, "InputLayer");
        shapes.input(name);
        builder.addInputs(name);
        return name;
    }

    /** {@code x * scale}. */
    public String rescaling(String name, String from, double scale) {
        return vertex(name, "Rescaling", new ScaleVertex(scale), from);
    }

    /** {@code (x - mean) / sqrt(variance)} per channel with constants that belong to the weights. */
    public String normalization(String name, String from) {
        return layer(name, "Normalization", new InputNormalization(inputShape.channels()), from);
    }

    /** Rows and columns of zeros. */
    public String zeroPadding(String name, String from, int top, int bottom, int left, int right) {
        return layer(name, "ZeroPadding2D", new ZeroPaddingLayer(top, bottom, left, right), from);
    }

    /**
     * The zeros that a convolution of stride 2 with {@link Padding#VALID} needs to see what Keras's own models see: an even
     * number of rows gets one row less above than below, and so do columns ({@code correct_pad} of {@code
     * keras/src/applications/imagenet_utils.py}).
     *
     * @param kernel side of the convolution's kernel, odd
     */
    public String correctPadding(String name, String from, int kernel) {
        checkInputs(name, from);
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
        return layer(name, "Conv2D", conv(filters, height, width, stride, padding, false, Activation.IDENTITY), from);
    }

    /** A square convolution with bias and activation, {@link Activation#IDENTITY} for none. */
    public String convolution(
            String name, String from, int filters, int kernel, int stride, Padding padding, Activation activation) {
        return layer(name, "Conv2D", conv(filters, kernel, kernel, stride, padding, true, activation), from);
    }

    private ConvolutionLayer conv(
            int filters, int height, int width, int stride, Padding padding, boolean bias, Activation activation) {
        return new ConvolutionLayer.Builder(height, width)
                .stride(stride, stride)
                .nOut(filters)
                .convolutionMode(mode(padding))
                .hasBias(bias)
                .weightInit(initializer(kernelInitializer, KernelLayout.CONVOLUTION))
                .activation(function(activation))
                .build();
    }

    /** A depthwise convolution with multiplier 1, without bias and activation. */
    public String depthwiseConvolution(String name, String from, int kernel, int stride, Padding padding) {
        DepthwiseConvolution2D conv = new DepthwiseConvolution2D.Builder(kernel, kernel)
                .stride(stride, stride)
                .depthMultiplier(1)
                .convolutionMode(mode(padding))
                .hasBias(false)
                .weightInit(initializer(kernelInitializer, KernelLayout.DEPTHWISE))
                .activation(Activation.IDENTITY)
                .build();
        return layer(name, "DepthwiseConv2D", conv, from);
    }

    private static ConvolutionMode mode(Padding padding) {
        return padding == Padding.SAME ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }

    /** A batch normalization with gamma and beta. */
    public String batchNormalization(String name, String from, double epsilon, double momentum) {
        return layer(name, "BatchNormalization", new KerasBatchNormalization(epsilon, momentum), from);
    }

    /** A batch normalization with beta alone (Keras's {@code scale=False}). */
    public String batchNormalizationWithoutScale(String name, String from, double epsilon, double momentum) {
        KerasBatchNormalization norm = new KerasBatchNormalization(epsilon, momentum);
        norm.setScale(false);
        return layer(name, "BatchNormalization", norm, from);
    }

    /** An activation function as a layer of its own. */
    public String activation(String name, String from, Activation activation) {
        return layer(name, "Activation", new OutOfPlaceActivation(function(activation)), from);
    }

    /** {@code min(max(x, 0), 6)}: Keras's layer {@code ReLU(6)}. */
    public String relu6(String name, String from) {
        return layer(name, "ReLU", new OutOfPlaceActivation(Activation.RELU6), from);
    }

    private static IActivation function(Activation activation) {
        return activation == Activation.SWISH ? new Swish() : activation.getActivationFunction();
    }

    /** Maximum of square windows; what {@link Padding#SAME} adds never wins. */
    public String maxPooling(String name, String from, int pool, int stride, Padding padding) {
        return layer(name, "MaxPooling2D", pooling(PoolingType.MAX, pool, stride, padding), from);
    }

    /** Mean of square windows; what {@link Padding#SAME} adds does not count. */
    public String averagePooling(String name, String from, int pool, int stride, Padding padding) {
        return layer(name, "AveragePooling2D", pooling(PoolingType.AVG, pool, stride, padding), from);
    }

    private static SubsamplingLayer pooling(PoolingType type, int pool, int stride, Padding padding) {
        return new SubsamplingLayer.Builder(type)
                .kernelSize(pool, pool)
                .stride(stride, stride)
                .convolutionMode(mode(padding))
                .build();
    }

    /** Mean over height and width: {@code [batch, channels]}. */
    public String globalAveragePooling(String name, String from) {
        return layer(name, "GlobalAveragePooling2D", new GlobalPoolingLayer(PoolingType.AVG), from);
    }

    /** Maximum over height and width: {@code [batch, channels]}. */
    public String globalMaxPooling(String name, String from) {
        return layer(name, "GlobalMaxPooling2D", new GlobalPoolingLayer(PoolingType.MAX), from);
    }

    /** {@code [batch, channels]} to {@code [batch, channels, 1, 1]}. */
    public String reshapeToMap(String name, String from, int channels) {
        return vertex(name, "Reshape", new ReshapeVertex(-1, channels, 1, 1), from);
    }

    /** Multiplies every position of a feature map by its channel's gate, {@code [batch, channels, 1, 1]}. */
    public String multiply(String name, String featureMap, String gate) {
        return vertex(name, "Multiply", new BroadcastProduct(), featureMap, gate);
    }

    /** Sum of maps of equal shape. */
    public String add(String name, String... from) {
        return vertex(name, "Add", new ElementWiseVertex(ElementWiseVertex.Op.Add), from);
    }

    /** The channels of maps of equal height and width, one map after another. */
    public String concatenate(String name, String... from) {
        return vertex(name, "Concatenate", new MergeVertex(), from);
    }

    /** Dropout of single values; active only while training and only where the layer is not frozen. */
    public String dropout(String name, String from, double rate) {
        return layer(name, "Dropout", new DropoutLayer(new SeededDropout(rate, layerSeed(), false)), from);
    }

    /** Drops whole samples (stochastic depth): one decision for each image of the batch. */
    public String sampleDropout(String name, String from, double rate) {
        return layer(name, "Dropout", new DropoutLayer(new SeededDropout(rate, layerSeed(), true)), from);
    }

    private long layerSeed() {
        return seed * 31 + layers.size();
    }

    /** A fully connected layer with bias. A feature map is flattened channel by channel. */
    public String dense(String name, String from, int units, Activation activation) {
        DenseLayer dense = new DenseLayer.Builder()
                .nOut(units)
                .activation(function(activation))
                .weightInit(initializer(VarianceScaling.glorotUniform(), KernelLayout.DENSE))
                .build();
        return layer(name, "Dense", dense, from);
    }

    /**
     * Keras's {@code Dense} on a feature map: the same layer at every position, {@code [batch, units, height, width]}.
     */
    public String positionwiseDense(String name, String from, int units, Activation activation) {
        return layer(
                name,
                "Dense",
                new PositionwiseDense(
                        units, function(activation), initializer(VarianceScaling.glorotUniform(), KernelLayout.DENSE)),
                from);
    }

    /** A feature map as one vector per image, position by position as in Keras. */
    public String flatten(String name, String from) {
        return vertex(name, "Flatten", new PreprocessorVertex(new ChannelsLastFlatten()), from);
    }

    /** The classifying layer: fully connected, softmax, categorical cross-entropy. */
    public String softmaxOutput(String name, String from, int classes) {
        OutputLayer output = new OutputLayer.Builder(new SoftmaxCrossEntropy())
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .weightInit(initializer(VarianceScaling.glorotUniform(), KernelLayout.DENSE))
                .build();
        return layer(name, "Dense", output, from);
    }

    /**
     * The classifying layers for two classes: one fully connected unit {@code name} with a sigmoid, binary cross-entropy.
     *
     * <p>The sigmoid {@code p} leaves as the probabilities of both classes, {@code (1 - p, p)}: the unit's logit becomes
     * the second of two logits whose first is 0, and a softmax of those gives the very same values and gradients (see
     * {@link TwoClassLogits}). Two more layers without parameters do that, {@code name_logits} and {@code name_classes}.
     *
     * @return the name of the last of the three layers, the network's output
     */
    public String sigmoidOutput(String name, String from) {
        String unit = dense(name, from, 1, Activation.IDENTITY);
        String logits = vertex(name + "_logits", "TwoClassLogits", new PreprocessorVertex(new TwoClassLogits()), unit);
        LossLayer output = new LossLayer.Builder(new SoftmaxCrossEntropy())
                .activation(Activation.SOFTMAX)
                .build();
        return layer(name + "_classes", "Softmax", output, logits);
    }

    /**
     * Adds any DL4J layer.
     *
     * @param name Keras layer name
     * @param kind Keras class name
     * @throws GraftException for a name used before, an unknown input, an input of a shape that the layer cannot take, more
     *     than one input, or DL4J's own batch normalization, which cannot be frozen below a trainable layer ({@link
     *     KerasBatchNormalization} can)
     */
    public String layer(String name, String kind, Layer layer, String... from) {
        if (layer instanceof BatchNormalization && !(layer instanceof KerasBatchNormalization)) {
            throw new GraftException(
                    "Layer '" + name + "' is DL4J's BatchNormalization, which gives wrong gradients when "
                            + "frozen. Use dev.graft.layer.KerasBatchNormalization.");
        }
        checkInputs(name, from);
        if (from.length != 1) {
            // DL4J would put a merge vertex of its own in between: one vertex more than Keras has layers.
            throw new GraftException("Layer '" + name + "' takes one input, found " + Arrays.toString(from)
                    + ". Bring several together by add, multiply or concatenate.");
        }
        shapes.add(name, layer, from[0]);
        register(name, kind);
        builder.addLayer(name, layer, from);
        return name;
    }

    /** Adds any DL4J vertex without parameters; errors as for {@link #layer}. */
    public String vertex(String name, String kind, GraphVertex vertex, String... from) {
        checkInputs(name, from);
        shapes.add(name, vertex, from);
        register(name, kind);
        builder.addVertex(name, vertex, from);
        return name;
    }

    private void checkInputs(String name, String... from) {
        for (String input : from) {
            if (!names.contains(input)) {
                throw new GraftException("Layer '" + name + "' takes its input from '" + input
                        + "', which has not been added. Layers so far end with '"
                        + (layers.isEmpty() ? "nothing" : last()) + "'.");
            }
        }
    }

    private void register(String name, String kind) {
        if (!names.add(name)) {
            throw new GraftException("Two layers are called '" + name + "'. Names are unique within a network.");
        }
        layers.add(new KerasLayer(name, kind));
    }
}
