package dev.graft.engine.program;

import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.OutOfPlaceActivation;
import dev.graft.layer.PositionwiseDense;
import dev.graft.layer.SeededDropout;
import dev.graft.layer.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
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
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Lowers DL4J layers. Exact classes count: what a subclass computes is not known here, and a setting that is not looked at
 * must not change what is computed.
 */
final class LayerLowering {
    private final LayerRoles roles;
    private final ProgramBuilder builder;
    private final LoweredParameters parameters;

    LayerLowering(LayerRoles roles, ProgramBuilder builder, LoweredParameters parameters) {
        this.roles = roles;
        this.builder = builder;
        this.parameters = parameters;
    }

    /** The layer's output. */
    Value lower(String name, Layer layer, Value x) {
        checkTraining(name, layer);
        Class<?> type = layer.getClass();
        if (type == ConvolutionLayer.class || type == PositionwiseDense.class) {
            return convolution(name, (ConvolutionLayer) layer, x);
        } else if (type == DepthwiseConvolution2D.class) {
            return depthwise(name, (DepthwiseConvolution2D) layer, x);
        } else if (type == KerasBatchNormalization.class) {
            return normalization(name, (KerasBatchNormalization) layer, x);
        } else if (type == InputNormalization.class) {
            return inputNormalization(name, x);
        } else if (type == OutOfPlaceActivation.class || type == ActivationLayer.class) {
            return activationLayer(name, ((ActivationLayer) layer).getActivationFn(), x);
        } else if (type == SubsamplingLayer.class) {
            return pooling(name, (SubsamplingLayer) layer, x);
        } else if (type == GlobalPoolingLayer.class) {
            return globalPooling(name, (GlobalPoolingLayer) layer, x);
        } else if (type == ZeroPaddingLayer.class) {
            return padding(name, (ZeroPaddingLayer) layer, x);
        } else if (type == DropoutLayer.class) {
            return dropout(name, (DropoutLayer) layer, x);
        } else if (type == DenseLayer.class) {
            DenseLayer dense = (DenseLayer) layer;
            return activation(name, dense.getActivationFn(), dense(name, dense.hasBias(), dense.hasLayerNorm(), x));
        } else if (type == OutputLayer.class) {
            OutputLayer output = (OutputLayer) layer;
            Value logits = dense(name, output.hasBias(), false, x);
            return activationLayer(name, output.getActivationFn(), logits);
        } else if (type == LossLayer.class) {
            return activationLayer(name, ((LossLayer) layer).getActivationFn(), x);
        }
        throw new UnsupportedVertexException(name, "it is a " + type.getName());
    }

    /** The logits that a network's output layer takes the loss of. */
    Value logits(String name, Layer layer, Value x) {
        checkTraining(name, layer);
        if (layer.getClass() == OutputLayer.class) {
            OutputLayer output = (OutputLayer) layer;
            checkLoss(name, output.getLossFn(), output.getActivationFn());
            return dense(name, output.hasBias(), false, x);
        } else if (layer.getClass() == LossLayer.class) {
            checkLoss(name, ((LossLayer) layer).getLossFn(), ((LossLayer) layer).getActivationFn());
            return x;
        }
        throw new UnsupportedVertexException(
                name, "it ends the network and is a " + layer.getClass().getName());
    }

    private static void checkLoss(String name, ILossFunction loss, IActivation activation) {
        if (loss.getClass() != SoftmaxCrossEntropy.class || !(activation instanceof ActivationSoftmax)) {
            throw new UnsupportedVertexException(name, "its loss is " + loss + " of " + activation);
        }
    }

    /** What DL4J does around any layer while it learns. */
    private void checkTraining(String name, Layer layer) {
        if (!roles.training() || !roles.learns(name)) {
            return;
        }
        if (layer.getIDropout() != null && !(layer instanceof DropoutLayer)) {
            throw new UnsupportedVertexException(name, "it drops its inputs by " + layer.getIDropout());
        }
        if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
            throw new UnsupportedVertexException(name, "it has the constraints " + layer.getConstraints());
        }
        if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
            throw new UnsupportedVertexException(name, "it has the weight noise " + base.getWeightNoise());
        }
    }

    private Value convolution(String name, ConvolutionLayer layer, Value x) {
        Value kernel = parameters.kernel(name, Layout.PLAIN);
        return convolution(name, layer, x, kernel, false);
    }

    private Value depthwise(String name, DepthwiseConvolution2D layer, Value x) {
        if (layer.getDepthMultiplier() != 1) {
            throw new UnsupportedVertexException(name, "it makes several maps of each channel");
        }
        return convolution(name, layer, x, parameters.kernel(name, Layout.DEPTHWISE), true);
    }

    private Value convolution(String name, ConvolutionLayer layer, Value x, Value kernel, boolean depthwise) {
        requireMap(name, x);
        requireChannelsFirst(name, layer.getCnn2dDataFormat());
        Window window = window(
                name,
                x,
                layer.getConvolutionMode(),
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation());
        List<Value> operands = new ArrayList<>(List.of(x, kernel));
        if (layer.hasBias()) {
            operands.add(parameters.vector(name, "b"));
        }
        Forward operation = new Forward.Convolution(window, depthwise, layer.hasBias(), List.of());
        IActivation function = layer.getActivationFn();
        return activation(name, function, builder.emit(operation, linearName(name, function), name, operands));
    }

    private static Window window(
            String name, Value x, ConvolutionMode mode, int[] kernel, int[] stride, int[] padding, int[] dilation) {
        if (Arrays.stream(dilation).anyMatch(d -> d != 1)) {
            throw new UnsupportedVertexException(name, "its kernel is dilated");
        }
        Extent size = new Extent(kernel[0], kernel[1]);
        Extent steps = new Extent(stride[0], stride[1]);
        return switch (mode) {
            case Same -> new Window(size, steps, samePadding(x, size, steps));
            case Truncate, Strict ->
                new Window(size, steps, new Margins(padding[0], padding[0], padding[1], padding[1]));
            default -> throw new UnsupportedVertexException(name, "its convolution mode is " + mode);
        };
    }

    /** TensorFlow's: the odd row goes below, the odd column to the right. */
    private static Margins samePadding(Value x, Extent kernel, Extent stride) {
        int rows = samePadding(x.height(), kernel.height(), stride.height());
        int columns = samePadding(x.width(), kernel.width(), stride.width());
        return new Margins(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
    }

    private static int samePadding(int size, int kernel, int stride) {
        int positions = (size + stride - 1) / stride;
        return Math.max(0, (positions - 1) * stride + kernel - size);
    }

    private Value normalization(String name, KerasBatchNormalization layer, Value x) {
        if (!layer.isUseLogStd() && roles.learns(name)) {
            return learningNormalization(name, layer, x);
        }
        if (layer.isUseLogStd()) {
            throw new UnsupportedVertexException(name, "it keeps the logarithm of deviations");
        }
        ParameterSource scale = LoweredParameters.normScale(name, layer.getEps(), layer.isScale());
        return builder.emit(
                new Forward.ScaleAndShift(),
                name,
                name,
                x,
                parameters.constant(name + "/scale", scale, x.channels()),
                parameters.constant(name + "/shift", LoweredParameters.normShift(name, scale), x.channels()));
    }

    private Value learningNormalization(String name, KerasBatchNormalization layer, Value x) {
        List<Value> operands = new ArrayList<>(List.of(x));
        if (layer.isScale()) {
            operands.add(parameters.vector(name, "gamma"));
        }
        operands.add(parameters.vector(name, "beta"));
        Value mean = parameters.statistics(name, "mean");
        Value variance = parameters.statistics(name, "var");
        if (roles.training() && roles.followsBatches(name)) {
            return batchNormalization(name, layer, operands, mean, variance);
        }
        operands.add(mean);
        operands.add(variance);
        return builder.emit(
                new Forward.RunningNormalization(layer.getEps(), layer.isScale(), false), name, name, operands);
    }

    private Value batchNormalization(
            String name, KerasBatchNormalization layer, List<Value> operands, Value mean, Value variance) {
        Forward operation = new Forward.BatchNormalization(layer.getEps(), layer.isScale(), false);
        Value y = builder.value(name, Value.Kind.ACTIVATION, Shapes.of(operation, operands));
        Value batchMean = builder.value(name + "#mean", Value.Kind.BATCH_STATISTICS, mean.dimensions());
        Value batchVariance = builder.value(name + "#variance", Value.Kind.BATCH_STATISTICS, mean.dimensions());
        builder.add(Instruction.of(operation, operands, List.of(y, batchMean, batchVariance), name));
        builder.add(Instruction.of(
                new Forward.UpdateStatistics(layer.getDecay()),
                List.of(mean, variance, batchMean, batchVariance),
                List.of(),
                name));
        return y;
    }

    private Value inputNormalization(String name, Value x) {
        // Keras's backend.epsilon() keeps a deviation of 0 from dividing.
        ParameterSource scale =
                new DerivedParameter.InverseDeviation(LoweredParameters.stored(name, "variance"), 0, 1e-7);
        ParameterSource shift = LoweredParameters.minus(
                new DerivedParameter.Uniform(0, x.channels()),
                LoweredParameters.times(LoweredParameters.stored(name, "mean"), scale));
        return builder.emit(
                new Forward.ScaleAndShift(),
                name,
                name,
                x,
                parameters.constant(name + "/scale", scale, x.channels()),
                parameters.constant(name + "/shift", shift, x.channels()));
    }

    private Value pooling(String name, SubsamplingLayer layer, Value x) {
        requireMap(name, x);
        requireChannelsFirst(name, layer.getCnn2dDataFormat());
        Window window = window(
                name,
                x,
                layer.getConvolutionMode(),
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation());
        if (layer.getPoolingType() == PoolingType.MAX) {
            return builder.emit(new Forward.MaxPooling(window), name, name, x);
        }
        boolean paddingCounts =
                layer.isAvgPoolIncludePadInDivisor() && !window.padding().equals(Margins.NONE);
        if (layer.getPoolingType() == PoolingType.AVG && !paddingCounts) {
            return builder.emit(new Forward.AveragePooling(window), name, name, x);
        }
        throw new UnsupportedVertexException(
                name, "its pooling is " + layer.getPoolingType() + (paddingCounts ? " over the padding, too" : ""));
    }

    private Value globalPooling(String name, GlobalPoolingLayer layer, Value x) {
        requireMap(name, x);
        int[] over = layer.getPoolingDimensions();
        if (over != null && !Arrays.equals(over, new int[] {2, 3})) {
            throw new UnsupportedVertexException(name, "it pools over the dimensions " + Arrays.toString(over));
        }
        Forward operation = switch (layer.getPoolingType()) {
            case AVG -> new Forward.GlobalAveragePooling();
            case MAX -> new Forward.GlobalMaxPooling();
            default -> throw new UnsupportedVertexException(name, "its pooling is " + layer.getPoolingType());
        };
        if (layer.isCollapseDimensions()) {
            return builder.emit(operation, name, name, x);
        }
        return reshape(name, builder.emit(operation, name + "#vector", name, x), List.of(x.channels(), 1, 1));
    }

    /** Other dimensions for the same values in the same order. */
    Value reshape(String name, Value x, List<Integer> dimensions) {
        Value y = builder.value(name, Value.Kind.ACTIVATION, dimensions);
        if (y.elements() != x.elements()) {
            throw new UnsupportedVertexException(name, "it makes " + dimensions + " of " + x.dimensions());
        }
        builder.add(Instruction.of(new Forward.Reshape(), List.of(x), List.of(y), name));
        return y;
    }

    private Value padding(String name, ZeroPaddingLayer layer, Value x) {
        requireMap(name, x);
        requireChannelsFirst(name, layer.getDataFormat());
        int[] padding = layer.getPadding();
        Margins margins = new Margins(padding[0], padding[1], padding[2], padding[3]);
        return builder.emit(new Forward.Pad(margins), name, name, x);
    }

    private Value dropout(String name, DropoutLayer layer, Value x) {
        if (!roles.training() || !roles.learns(name) || layer.getIDropout() == null) {
            return x;
        }
        if (!(layer.getIDropout() instanceof SeededDropout dropout)) {
            throw new UnsupportedVertexException(name, "it drops its inputs by " + layer.getIDropout());
        }
        if (dropout.getRate() == 0) {
            return x;
        }
        return builder.emit(
                new Forward.Dropout(dropout.getRate(), dropout.getSeed(), dropout.isPerSample()), name, name, x);
    }

    private Value dense(String name, boolean bias, boolean layerNorm, Value x) {
        if (layerNorm) {
            throw new UnsupportedVertexException(name, "it normalizes its units");
        }
        List<Value> operands = new ArrayList<>(List.of(x, parameters.kernel(name, Layout.DENSE)));
        if (bias) {
            operands.add(parameters.vector(name, "b"));
        }
        return builder.emit(new Forward.Dense(bias, List.of()), name + "#linear", name, operands);
    }

    /** Softmax, too, which only vectors can have. */
    private Value activationLayer(String name, IActivation activation, Value x) {
        if (activation instanceof ActivationSoftmax && x.dimensions().size() == 1) {
            return builder.emit(new Forward.Softmax(), name, name, x);
        }
        return activation(name, activation, x);
    }

    private Value activation(String name, IActivation activation, Value x) {
        Optional<Function> function = ActivationFunctions.of(activation, name);
        return function.isEmpty() ? x : builder.emit(new Forward.Activate(function.get()), name, name, x);
    }

    private static String linearName(String name, IActivation activation) {
        return ActivationFunctions.of(activation, name).isEmpty() ? name : name + "#linear";
    }

    private static void requireMap(String name, Value x) {
        if (!x.isMap()) {
            throw new UnsupportedVertexException(name, "its input is no feature map but " + x.dimensions());
        }
    }

    private static void requireChannelsFirst(String name, CNN2DFormat format) {
        if (format != CNN2DFormat.NCHW) {
            throw new UnsupportedVertexException(name, "its channels come last");
        }
    }
}
