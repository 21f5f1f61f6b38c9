package dev.graft.testkit.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.preprocess.Preprocessing;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/**
 * EfficientNet in miniature: a stem, one inverted residual with squeeze-and-excitation and stochastic depth, a top. Fast
 * enough for tests that train. Found by no registry.
 *
 * @param dropRate of the stochastic depth
 */
public record TinyBackbone(double dropRate) implements Backbone {
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.9;
    private static final int FILTERS = 8;
    private static final int TOP_FILTERS = 12;

    public TinyBackbone() {
        this(0.2);
    }

    @Override
    public BackboneSpec spec() {
        return new BackboneSpec(
                "tiny", "Tiny", 32, 16, Preprocessing.NONE, TOP_FILTERS, 21, 641, List.of(), "for tests");
    }

    @Override
    public void addTo(LayerGraph graph) {
        String x = graph.input("input_layer");
        x = graph.rescaling("rescaling", x, 1.0 / 255);
        x = graph.normalization("normalization", x);
        x = graph.convolution("stem_conv", x, FILTERS, 3, 2, Padding.SAME);
        x = graph.batchNormalization("stem_bn", x, EPSILON, MOMENTUM);
        String stem = graph.activation("stem_activation", x, Activation.SWISH);
        x = graph.depthwiseConvolution("block_dwconv", stem, 3, 1, Padding.SAME);
        x = graph.batchNormalization("block_bn", x, EPSILON, MOMENTUM);
        x = graph.activation("block_activation", x, Activation.SWISH);
        String gate = graph.globalAveragePooling("block_se_squeeze", x);
        gate = graph.reshapeToMap("block_se_reshape", gate, FILTERS);
        gate = graph.convolution("block_se_reduce", gate, 2, 1, 1, Padding.SAME, Activation.SWISH);
        gate = graph.convolution("block_se_expand", gate, FILTERS, 1, 1, Padding.SAME, Activation.SIGMOID);
        x = graph.multiply("block_se_excite", x, gate);
        x = graph.convolution("block_project_conv", x, FILTERS, 1, 1, Padding.SAME);
        x = graph.batchNormalization("block_project_bn", x, EPSILON, MOMENTUM);
        x = graph.sampleDropout("block_drop", x, dropRate);
        x = graph.add("block_add", x, stem);
        x = graph.convolution("top_conv", x, TOP_FILTERS, 1, 2, Padding.VALID);
        x = graph.batchNormalization("top_bn", x, EPSILON, MOMENTUM);
        graph.activation("top_activation", x, Activation.SWISH);
    }
}
