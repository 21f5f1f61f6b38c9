package dev.graft.graph;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.error.GraftException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.Activation;

/**
 * One layer of a network with its settings, as {@link LayerGraph} was asked for it. A list of them in order is the whole
 * network but for its parameters: {@link LayerGraph#replay} builds it again. Model files hold such lists as JSON, every
 * layer under the name of its type here, so that opening a file creates nothing but these records.
 *
 * <p>How parameters start is not part of a layer: who has the network has its parameters.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NetworkLayer.Input.class, name = "input"),
    @JsonSubTypes.Type(value = NetworkLayer.Rescaling.class, name = "rescaling"),
    @JsonSubTypes.Type(value = NetworkLayer.ShiftedRescaling.class, name = "shifted-rescaling"),
    @JsonSubTypes.Type(value = NetworkLayer.Normalization.class, name = "normalization"),
    @JsonSubTypes.Type(value = NetworkLayer.ConstantNormalization.class, name = "constant-normalization"),
    @JsonSubTypes.Type(value = NetworkLayer.ZeroPadding.class, name = "zero-padding"),
    @JsonSubTypes.Type(value = NetworkLayer.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = NetworkLayer.DepthwiseConvolution.class, name = "depthwise-convolution"),
    @JsonSubTypes.Type(value = NetworkLayer.BatchNormalization.class, name = "batch-normalization"),
    @JsonSubTypes.Type(value = NetworkLayer.ActivationFunction.class, name = "activation"),
    @JsonSubTypes.Type(value = NetworkLayer.Relu6.class, name = "relu6"),
    @JsonSubTypes.Type(value = NetworkLayer.Pooling.class, name = "pooling"),
    @JsonSubTypes.Type(value = NetworkLayer.GlobalPooling.class, name = "global-pooling"),
    @JsonSubTypes.Type(value = NetworkLayer.ReshapeToMap.class, name = "reshape-to-map"),
    @JsonSubTypes.Type(value = NetworkLayer.Multiply.class, name = "multiply"),
    @JsonSubTypes.Type(value = NetworkLayer.Add.class, name = "add"),
    @JsonSubTypes.Type(value = NetworkLayer.Concatenate.class, name = "concatenate"),
    @JsonSubTypes.Type(value = NetworkLayer.Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = NetworkLayer.Dense.class, name = "dense"),
    @JsonSubTypes.Type(value = NetworkLayer.PositionwiseDense.class, name = "positionwise-dense"),
    @JsonSubTypes.Type(value = NetworkLayer.Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = NetworkLayer.SoftmaxOutput.class, name = "softmax-output"),
    @JsonSubTypes.Type(value = NetworkLayer.TwoClassLogits.class, name = "two-class-logits"),
    @JsonSubTypes.Type(value = NetworkLayer.SoftmaxLoss.class, name = "softmax-loss"),
    @JsonSubTypes.Type(value = NetworkLayer.Custom.class, name = "custom")
})
public sealed interface NetworkLayer {
    /** Keras layer name, also the vertex name; unique within a network. */
    String name();

    /** Keras class name, for example {@code Conv2D}. */
    String kind();

    /** Names of the layers it takes its input from, in order. */
    List<String> inputs();

    /** Calls the visitor's method for this type of layer. */
    <R> R accept(Visitor<R> visitor);

    /** What is done with each type of layer: who translates networks cannot forget one. */
    interface Visitor<R> {
        R input(Input layer);

        R rescaling(Rescaling layer);

        R shiftedRescaling(ShiftedRescaling layer);

        R normalization(Normalization layer);

        R constantNormalization(ConstantNormalization layer);

        R zeroPadding(ZeroPadding layer);

        R convolution(Convolution layer);

        R depthwiseConvolution(DepthwiseConvolution layer);

        R batchNormalization(BatchNormalization layer);

        R activation(ActivationFunction layer);

        R relu6(Relu6 layer);

        R pooling(Pooling layer);

        R globalPooling(GlobalPooling layer);

        R reshapeToMap(ReshapeToMap layer);

        R multiply(Multiply layer);

        R add(Add layer);

        R concatenate(Concatenate layer);

        R dropout(Dropout layer);

        R dense(Dense layer);

        R positionwiseDense(PositionwiseDense layer);

        R flatten(Flatten layer);

        R softmaxOutput(SoftmaxOutput layer);

        R twoClassLogits(TwoClassLogits layer);

        R softmaxLoss(SoftmaxLoss layer);

        R custom(Custom layer);
    }

    /** A layer on one other. */
    sealed interface OnOne extends NetworkLayer {
        /** Name of the layer below. */
        String from();

        @Override
        default List<String> inputs() {
            return List.of(from());
        }
    }

    /** The images enter here. */
    record Input(String name) implements NetworkLayer {
        @Override
        public String kind() {
            return "InputLayer";
        }

        @Override
        public List<String> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.input(this);
        }
    }

    /** {@code x * scale}. */
    record Rescaling(String name, String from, double scale) implements OnOne {
        public Rescaling {
            if (!Double.isFinite(scale)) {
                throw misfit(name, "a finite scale", scale);
            }
        }

        @Override
        public String kind() {
            return "Rescaling";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rescaling(this);
        }
    }

    /** {@code x * scale + offset}, scale above 0. */
    record ShiftedRescaling(String name, String from, double scale, double offset) implements OnOne {
        public ShiftedRescaling {
            if (!(scale > 0 && Double.isFinite(scale) && Double.isFinite(offset))) {
                throw misfit(name, "a finite scale above 0 and a finite offset", List.of(scale, offset));
            }
        }

        @Override
        public String kind() {
            return "Rescaling";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.shiftedRescaling(this);
        }
    }

    /** {@code (x - mean) / sqrt(variance)} per channel of the images, with constants that belong to the weights. */
    record Normalization(String name, String from) implements OnOne {
        @Override
        public String kind() {
            return "Normalization";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalization(this);
        }
    }

    /**
     * The same with constants of the network, which are no weights.
     *
     * @param mean of each channel of the images, finite
     * @param variance of each channel, above 0
     */
    record ConstantNormalization(String name, String from, List<Double> mean, List<Double> variance) implements OnOne {
        public ConstantNormalization {
            mean = List.copyOf(mean);
            variance = List.copyOf(variance);
            if (mean.size() != variance.size()
                    || !mean.stream().allMatch(Double::isFinite)
                    || !variance.stream().allMatch(v -> v > 0 && Double.isFinite(v))) {
                throw misfit(name, "finite means and as many finite variances above 0", List.of(mean, variance));
            }
        }

        @Override
        public String kind() {
            return "Normalization";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constantNormalization(this);
        }
    }

    /** Rows and columns of zeros. */
    record ZeroPadding(String name, String from, int top, int bottom, int left, int right) implements OnOne {
        public ZeroPadding {
            if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
                throw misfit(name, "no negative padding", List.of(top, bottom, left, right));
            }
        }

        @Override
        public String kind() {
            return "ZeroPadding2D";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.zeroPadding(this);
        }
    }

    /**
     * A convolution with an activation behind it.
     *
     * @param height of the kernel
     * @param width of the kernel
     * @param stride in both directions
     * @param bias whether a value per filter is added
     * @param activation {@link Activation#IDENTITY} for none
     */
    record Convolution(
            String name,
            String from,
            int filters,
            int height,
            int width,
            int stride,
            Padding padding,
            boolean bias,
            Activation activation)
            implements OnOne {
        public Convolution {
            count(name, filters);
            sides(name, height, width, stride);
        }

        @Override
        public String kind() {
            return "Conv2D";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolution(this);
        }
    }

    /** A depthwise convolution with multiplier 1, a square kernel, without bias and activation. */
    record DepthwiseConvolution(String name, String from, int kernel, int stride, Padding padding) implements OnOne {
        public DepthwiseConvolution {
            sides(name, kernel, stride);
        }

        @Override
        public String kind() {
            return "DepthwiseConv2D";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.depthwiseConvolution(this);
        }
    }

    /**
     * A batch normalization with beta.
     *
     * @param epsilon positive
     * @param momentum of the running statistics, in [0, 1]
     * @param scale whether it has gamma
     */
    record BatchNormalization(String name, String from, double epsilon, double momentum, boolean scale)
            implements OnOne {
        public BatchNormalization {
            if (!(epsilon > 0 && Double.isFinite(epsilon)) || !(momentum >= 0 && momentum <= 1)) {
                throw misfit(name, "a positive epsilon and a momentum in [0, 1]", List.of(epsilon, momentum));
            }
        }

        @Override
        public String kind() {
            return "BatchNormalization";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNormalization(this);
        }
    }

    /** An activation function as a layer of its own. */
    record ActivationFunction(String name, String from, Activation activation) implements OnOne {
        @Override
        public String kind() {
            return "Activation";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.activation(this);
        }
    }

    /** {@code min(max(x, 0), 6)}: Keras's layer {@code ReLU(6)}. */
    record Relu6(String name, String from) implements OnOne {
        @Override
        public String kind() {
            return "ReLU";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relu6(this);
        }
    }

    /** What windows and whole maps are pooled by. */
    enum Statistic {
        /** The largest value. */
        MAXIMUM,
        /** The mean. */
        AVERAGE
    }

    /**
     * Pooling of square windows; what {@link Padding#SAME} adds never wins and does not count.
     *
     * @param size side of the windows
     */
    record Pooling(String name, String from, Statistic statistic, int size, int stride, Padding padding)
            implements OnOne {
        public Pooling {
            sides(name, size, stride);
        }

        @Override
        public String kind() {
            return statistic == Statistic.MAXIMUM ? "MaxPooling2D" : "AveragePooling2D";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pooling(this);
        }
    }

    /** Pooling over height and width: {@code [batch, channels]}. */
    record GlobalPooling(String name, String from, Statistic statistic) implements OnOne {
        @Override
        public String kind() {
            return statistic == Statistic.MAXIMUM ? "GlobalMaxPooling2D" : "GlobalAveragePooling2D";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.globalPooling(this);
        }
    }

    /** {@code [batch, channels]} to {@code [batch, channels, 1, 1]}. */
    record ReshapeToMap(String name, String from, int channels) implements OnOne {
        public ReshapeToMap {
            count(name, channels);
        }

        @Override
        public String kind() {
            return "Reshape";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reshapeToMap(this);
        }
    }

    /**
     * Every position of a feature map times its channel's gate.
     *
     * @param from the map
     * @param gate {@code [batch, channels, 1, 1]}
     */
    record Multiply(String name, String from, String gate) implements NetworkLayer {
        @Override
        public String kind() {
            return "Multiply";
        }

        @Override
        public List<String> inputs() {
            return List.of(from, gate);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.multiply(this);
        }
    }

    /** Sum of maps of equal shape. */
    record Add(String name, List<String> from) implements NetworkLayer {
        public Add {
            from = several(name, from);
        }

        @Override
        public String kind() {
            return "Add";
        }

        @Override
        public List<String> inputs() {
            return from;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.add(this);
        }
    }

    /** The channels of maps of equal height and width, one map after another. */
    record Concatenate(String name, List<String> from) implements NetworkLayer {
        public Concatenate {
            from = several(name, from);
        }

        @Override
        public String kind() {
            return "Concatenate";
        }

        @Override
        public List<String> inputs() {
            return from;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.concatenate(this);
        }
    }

    /**
     * Dropout, active only while training and only where the layer is not frozen.
     *
     * @param rate probability to drop, in [0, 1)
     * @param wholeSamples one decision for each image of the batch (stochastic depth) instead of one for each value
     */
    record Dropout(String name, String from, double rate, boolean wholeSamples) implements OnOne {
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw misfit(name, "a rate in [0, 1)", rate);
            }
        }

        @Override
        public String kind() {
            return "Dropout";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropout(this);
        }
    }

    /** A fully connected layer with bias. A feature map is flattened channel by channel. */
    record Dense(String name, String from, int units, Activation activation) implements OnOne {
        public Dense {
            count(name, units);
        }

        @Override
        public String kind() {
            return "Dense";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dense(this);
        }
    }

    /** Keras's {@code Dense} on a feature map: the same layer at every position. */
    record PositionwiseDense(String name, String from, int units, Activation activation) implements OnOne {
        public PositionwiseDense {
            count(name, units);
        }

        @Override
        public String kind() {
            return "Dense";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.positionwiseDense(this);
        }
    }

    /** A feature map as one vector per image, position by position as in Keras. */
    record Flatten(String name, String from) implements OnOne {
        @Override
        public String kind() {
            return "Flatten";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.flatten(this);
        }
    }

    /** The classifying layer: fully connected, softmax, categorical cross-entropy. */
    record SoftmaxOutput(String name, String from, int classes) implements OnOne {
        public SoftmaxOutput {
            count(name, classes);
        }

        @Override
        public String kind() {
            return "Dense";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.softmaxOutput(this);
        }
    }

    /** One logit as the second of two, the first of which is 0. */
    record TwoClassLogits(String name, String from) implements OnOne {
        @Override
        public String kind() {
            return "TwoClassLogits";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.twoClassLogits(this);
        }
    }

    /** Softmax of logits, categorical cross-entropy. */
    record SoftmaxLoss(String name, String from) implements OnOne {
        @Override
        public String kind() {
            return "Softmax";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.softmaxLoss(this);
        }
    }

    /**
     * A layer of a type that another module brings.
     *
     * @param from layers below, one or more
     * @param layerType id of the {@link LayerType}
     * @param module where the type is found; see {@link LayerType#module()}
     * @param kind Keras class name
     * @param settings what the type needs to create it again, as JSON has it
     */
    record Custom(
            String name, List<String> from, String layerType, String module, String kind, Map<String, Object> settings)
            implements NetworkLayer {
        public Custom {
            from = List.copyOf(from);
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            if (from.isEmpty()) {
                throw misfit(name, "one input or more", from);
            }
        }

        @Override
        public List<String> inputs() {
            return from;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.custom(this);
        }
    }

    /** Largest number of filters, units, classes: a layer's parameters can be counted without an overflow. */
    int LARGEST_COUNT = 1 << 20;

    /** Largest side of a kernel or window, and largest stride. */
    int LARGEST_SIDE = 1 << 8;

    private static void count(String name, int number) {
        between(name, "number of filters, units, channels or classes", number, LARGEST_COUNT);
    }

    private static void sides(String name, int... numbers) {
        for (int number : numbers) {
            between(name, "size or stride", number, LARGEST_SIDE);
        }
    }

    private static void between(String name, String what, int number, int largest) {
        if (number < 1 || number > largest) {
            throw misfit(name, "a " + what + " from 1 to " + largest, number);
        }
    }

    private static List<String> several(String name, List<String> from) {
        if (from.size() < 2) {
            throw misfit(name, "two inputs or more", from);
        }
        return List.copyOf(from);
    }

    private static GraftException misfit(String name, String expected, Object found) {
        return new GraftException("Layer '" + name + "' needs " + expected + ", found " + found
                + ". Compare with the layer table of the Keras model.");
    }
}
