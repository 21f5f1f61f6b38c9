package dev.graft.graph;

import dev.graft.error.GraftException;
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
import java.util.Collections;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/** What the layers of a network become in DL4J, those of other modules excepted. Every call is for the next layer. */
final class Dl4jParts implements NetworkLayer.Visitor<Dl4jPart> {
    private final InputShape images;
    private final long seed;
    private final long kernelSeed;
    private VarianceScaling kernelInitializer = VarianceScaling.glorotUniform();
    private boolean loaded;
    /** Position of the layer in the network. */
    private int index;

    Dl4jParts(InputShape images, long seed) {
        this.images = images;
        this.seed = seed;
        // Neighbouring seeds must not share kernels of neighbouring layers.
        this.kernelSeed = new SplittableRandom(seed).nextLong();
    }

    void kernelInitializer(VarianceScaling initializer) {
        this.kernelInitializer = initializer;
    }

    void initialValuesWillBeLoaded(boolean loaded) {
        this.loaded = loaded;
    }

    /** Of a layer at a position; empty for the input, which DL4J has no layer for. */
    Optional<Dl4jPart> of(NetworkLayer layer, int index) {
        this.index = index;
        return layer instanceof NetworkLayer.Input ? Optional.empty() : Optional.of(layer.accept(this));
    }

    private IWeightInit initializer(VarianceScaling wanted, KernelLayout layout) {
        return loaded ? new KernelToLoad() : new SeededKernel(wanted, layout, kernelSeed + index);
    }

    private IWeightInit denseInitializer() {
        return initializer(VarianceScaling.glorotUniform(), KernelLayout.DENSE);
    }

    private static IActivation function(Activation activation) {
        return activation == Activation.SWISH ? new Swish() : activation.getActivationFunction();
    }

    private static ConvolutionMode mode(Padding padding) {
        return padding == Padding.SAME ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }

    private static PoolingType pooling(NetworkLayer.Statistic statistic) {
        return statistic == NetworkLayer.Statistic.MAXIMUM ? PoolingType.MAX : PoolingType.AVG;
    }

    private static Dl4jPart layer(org.deeplearning4j.nn.conf.layers.Layer layer) {
        return new Dl4jPart.Layer(layer);
    }

    private static Dl4jPart vertex(GraphVertex vertex) {
        return new Dl4jPart.Vertex(vertex);
    }

    @Override
    public Dl4jPart input(NetworkLayer.Input layer) {
        throw new IllegalStateException("DL4J has no layer for an input");
    }

    @Override
    public Dl4jPart rescaling(NetworkLayer.Rescaling layer) {
        return vertex(new ScaleVertex(layer.scale()));
    }

    /**
     * As a normalization: {@code (x + offset / scale) / (1 / scale)}. Where the scale is a power of two, as in EfficientNetV2,
     * that is the same to the last bit.
     */
    @Override
    public Dl4jPart shiftedRescaling(NetworkLayer.ShiftedRescaling layer) {
        double deviation = 1 / layer.scale();
        return layer(new InputNormalization(
                Collections.nCopies(images.channels(), -layer.offset() * deviation),
                Collections.nCopies(images.channels(), deviation * deviation)));
    }

    @Override
    public Dl4jPart constantNormalization(NetworkLayer.ConstantNormalization layer) {
        if (layer.mean().size() != images.channels()) {
            throw new GraftException("Layer '" + layer.name() + "' needs a mean for each of " + images.channels()
                    + " channels, found " + layer.mean() + ".");
        }
        return layer(new InputNormalization(layer.mean(), layer.variance()));
    }

    @Override
    public Dl4jPart normalization(NetworkLayer.Normalization layer) {
        return layer(new InputNormalization(images.channels()));
    }

    @Override
    public Dl4jPart zeroPadding(NetworkLayer.ZeroPadding layer) {
        return layer(new ZeroPaddingLayer(layer.top(), layer.bottom(), layer.left(), layer.right()));
    }

    @Override
    public Dl4jPart convolution(NetworkLayer.Convolution layer) {
        return layer(new ConvolutionLayer.Builder(layer.height(), layer.width())
                .stride(layer.stride(), layer.stride())
                .nOut(layer.filters())
                .convolutionMode(mode(layer.padding()))
                .hasBias(layer.bias())
                .weightInit(initializer(kernelInitializer, KernelLayout.CONVOLUTION))
                .activation(function(layer.activation()))
                .build());
    }

    @Override
    public Dl4jPart depthwiseConvolution(NetworkLayer.DepthwiseConvolution layer) {
        return layer(new DepthwiseConvolution2D.Builder(layer.kernel(), layer.kernel())
                .stride(layer.stride(), layer.stride())
                .depthMultiplier(1)
                .convolutionMode(mode(layer.padding()))
                .hasBias(false)
                .weightInit(initializer(kernelInitializer, KernelLayout.DEPTHWISE))
                .activation(Activation.IDENTITY)
                .build());
    }

    @Override
    public Dl4jPart batchNormalization(NetworkLayer.BatchNormalization layer) {
        KerasBatchNormalization norm = new KerasBatchNormalization(layer.epsilon(), layer.momentum());
        norm.setScale(layer.scale());
        return layer(norm);
    }

    @Override
    public Dl4jPart activation(NetworkLayer.ActivationFunction layer) {
        return layer(new OutOfPlaceActivation(function(layer.activation())));
    }

    @Override
    public Dl4jPart relu6(NetworkLayer.Relu6 layer) {
        return layer(new OutOfPlaceActivation(Activation.RELU6));
    }

    @Override
    public Dl4jPart pooling(NetworkLayer.Pooling layer) {
        return layer(new SubsamplingLayer.Builder(pooling(layer.statistic()))
                .kernelSize(layer.size(), layer.size())
                .stride(layer.stride(), layer.stride())
                .convolutionMode(mode(layer.padding()))
                .build());
    }

    @Override
    public Dl4jPart globalPooling(NetworkLayer.GlobalPooling layer) {
        return layer(new GlobalPoolingLayer(pooling(layer.statistic())));
    }

    @Override
    public Dl4jPart reshapeToMap(NetworkLayer.ReshapeToMap layer) {
        return vertex(new ReshapeVertex(-1, layer.channels(), 1, 1));
    }

    @Override
    public Dl4jPart multiply(NetworkLayer.Multiply layer) {
        return vertex(new BroadcastProduct());
    }

    @Override
    public Dl4jPart add(NetworkLayer.Add layer) {
        return vertex(new ElementWiseVertex(ElementWiseVertex.Op.Add));
    }

    @Override
    public Dl4jPart concatenate(NetworkLayer.Concatenate layer) {
        return vertex(new MergeVertex());
    }

    @Override
    public Dl4jPart dropout(NetworkLayer.Dropout layer) {
        return layer(new DropoutLayer(new SeededDropout(layer.rate(), seed * 31 + index, layer.wholeSamples())));
    }

    @Override
    public Dl4jPart dense(NetworkLayer.Dense layer) {
        return layer(new DenseLayer.Builder()
                .nOut(layer.units())
                .activation(function(layer.activation()))
                .weightInit(denseInitializer())
                .build());
    }

    @Override
    public Dl4jPart positionwiseDense(NetworkLayer.PositionwiseDense layer) {
        return layer(new PositionwiseDense(layer.units(), function(layer.activation()), denseInitializer()));
    }

    @Override
    public Dl4jPart flatten(NetworkLayer.Flatten layer) {
        return vertex(new PreprocessorVertex(new ChannelsLastFlatten()));
    }

    @Override
    public Dl4jPart softmaxOutput(NetworkLayer.SoftmaxOutput layer) {
        return layer(new OutputLayer.Builder(new SoftmaxCrossEntropy())
                .nOut(layer.classes())
                .activation(Activation.SOFTMAX)
                .weightInit(denseInitializer())
                .build());
    }

    @Override
    public Dl4jPart twoClassLogits(NetworkLayer.TwoClassLogits layer) {
        return vertex(new PreprocessorVertex(new TwoClassLogits()));
    }

    @Override
    public Dl4jPart softmaxLoss(NetworkLayer.SoftmaxLoss layer) {
        return layer(new LossLayer.Builder(new SoftmaxCrossEntropy())
                .activation(Activation.SOFTMAX)
                .build());
    }

    @Override
    public Dl4jPart custom(NetworkLayer.Custom layer) {
        throw new IllegalArgumentException("Layers of other modules are created by their types: " + layer);
    }
}
