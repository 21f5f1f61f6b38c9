package dev.graft.testkit.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.preprocess.Preprocessing;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/**
 * ResNet, Inception, MobileNet and VGG in miniature: what {@link TinyBackbone} lacks. Padding before convolutions and before
 * a pooling, a residual with a projection, branches that meet, normalizations without scale, poolings with and without
 * padding, other activations. Found by no registry.
 */
public record MixedBackbone() implements Backbone {
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.9;

    @Override
    public BackboneSpec spec() {
        return new BackboneSpec("mixed", "Mixed", 23, 16, Preprocessing.TF, 14, 36, 1724, List.of(), "for tests");
    }

    @Override
    public void addTo(LayerGraph graph) {
        String x = graph.input("input_layer");
        x = graph.zeroPadding("conv1_pad", x, 2, 3, 1, 2);
        x = graph.convolution("conv1", x, 6, 5, 2, Padding.VALID, Activation.IDENTITY);
        x = graph.batchNormalization("bn1", x, EPSILON, MOMENTUM);
        x = graph.activation("relu1", x, Activation.RELU);
        x = graph.zeroPadding("pool1_pad", x, 1, 1, 1, 1);
        x = graph.maxPooling("pool1", x, 3, 2, Padding.VALID);
        x = residual(graph, x);
        x = branches(graph, x);
        x = graph.convolution("narrow", x, 6, 1, 1, Padding.SAME, Activation.TANH);
        x = graph.zeroPadding("narrow_pad", x, 0, 1, 0, 1);
        x = graph.maxPooling("narrow_pool", x, 2, 1, Padding.VALID);
        x = graph.depthwiseConvolution("deep", x, 3, 1, Padding.SAME);
        x = graph.batchNormalizationWithoutScale("deep_bn", x, EPSILON, MOMENTUM);
        x = graph.batchNormalization("deep_bn_2", x, EPSILON, MOMENTUM);
        x = graph.relu6("deep_relu", x);
        graph.convolution("top", x, 14, 2, 1, Padding.VALID, Activation.RELU);
    }

    private static String residual(LayerGraph graph, String from) {
        String bypass = graph.convolution("block_0_conv", from, 8, 1, 1, Padding.VALID, Activation.IDENTITY);
        bypass = graph.batchNormalization("block_0_bn", bypass, EPSILON, MOMENTUM);
        String x = graph.convolution("block_1_conv", from, 4, 1, 1, Padding.VALID, Activation.RELU);
        x = graph.convolution("block_2_conv", x, 8, 3, 1, Padding.SAME);
        x = graph.batchNormalization("block_2_bn", x, EPSILON, MOMENTUM);
        x = graph.add("block_add", bypass, x);
        return graph.activation("block_out", x, Activation.RELU);
    }

    private static String branches(LayerGraph graph, String from) {
        String narrow = graph.convolution("left", from, 5, 1, 3, 1, Padding.SAME);
        narrow = graph.batchNormalizationWithoutScale("left_bn", narrow, EPSILON, MOMENTUM);
        narrow = graph.activation("left_relu", narrow, Activation.RELU);
        String mean = graph.averagePooling("middle_pool", from, 3, 1, Padding.SAME);
        mean = graph.convolution("middle", mean, 3, 1, 1, Padding.SAME, Activation.SWISH);
        String other = graph.convolution("middle_other", from, 3, 1, 1, Padding.SAME, Activation.SIGMOID);
        other = graph.averagePooling("middle_other_pool", other, 3, 1, Padding.SAME);
        mean = graph.add("middle_add", mean, other);
        String largest = graph.maxPooling("right", from, 3, 1, Padding.SAME);
        return graph.concatenate("mixed", narrow, mean, largest, from);
    }
}
