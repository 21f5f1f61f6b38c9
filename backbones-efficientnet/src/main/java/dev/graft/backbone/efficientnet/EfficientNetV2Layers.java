package dev.graft.backbone.efficientnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.layer.VarianceScaling;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/efficientnet_v2.py} for a member of the family. */
final class EfficientNetV2Layers {
    /** Channels of B0's feature map. */
    static final int TOP_FILTERS = 1280;

    /** {@code CONV_KERNEL_INITIALIZER} of Keras, for depthwise kernels too. */
    private static final VarianceScaling KERNELS =
            new VarianceScaling(2, VarianceScaling.Fan.OUT, VarianceScaling.Distribution.TRUNCATED_NORMAL);

    /** ImageNet's, of values from 0 to 1. */
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);

    private static final List<Double> VARIANCE = List.of(0.229 * 0.229, 0.224 * 0.224, 0.225 * 0.225);

    private static final int KERNEL = 3;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.9;
    private static final double SQUEEZE_RATIO = 0.25;
    private static final double DROP_CONNECT_RATE = 0.2;

    private final LayerGraph graph;
    private final EfficientNetV2Design design;
    private final Scaling scaling;

    EfficientNetV2Layers(LayerGraph graph, EfficientNetV2Design design, Scaling scaling) {
        this.graph = graph;
        this.design = design;
        this.scaling = scaling;
    }

    void add() {
        graph.kernelInitializer(KERNELS);
        String x = preprocessed(graph.input("input_layer"));
        List<EfficientNetV2Stage> stages = design.scaled(scaling);
        x = graph.convolution("stem_conv", x, stages.get(0).filtersIn(), KERNEL, 2, Padding.SAME);
        x = normalizeAndActivate("stem_", x);
        x = blocks(stages, x);
        x = graph.convolution("top_conv", x, scaling.nearestFilters(TOP_FILTERS), 1, 1, Padding.SAME);
        normalizeAndActivate("top_", x);
    }

    private String preprocessed(String images) {
        return switch (design.input()) {
            case STANDARDIZED ->
                graph.normalization("normalization", graph.rescaling("rescaling", images, 1.0 / 255), MEAN, VARIANCE);
            case CENTERED -> graph.rescaling("rescaling", images, 1.0 / 128, -1);
        };
    }

    private String blocks(List<EfficientNetV2Stage> stages, String stem) {
        int number = 0;
        String x = stem;
        for (int stage = 0; stage < stages.size(); stage++) {
            EfficientNetV2Stage block = stages.get(stage);
            for (int repeat = 0; repeat < stages.get(stage).repeats(); repeat++) {
                String name = "block" + (stage + 1) + (char) ('a' + repeat) + "_";
                x = block(name, x, block, dropRate(number));
                block = block.following();
                number++;
            }
        }
        return x;
    }

    /**
     * The deeper a block the more often it is dropped; the first never is. Keras divides by the number of blocks before
     * scaling, so the last blocks of B1 to B3 are dropped more often than {@value #DROP_CONNECT_RATE}.
     */
    private double dropRate(int block) {
        return DROP_CONNECT_RATE * block / design.blocks();
    }

    private String block(String name, String input, EfficientNetV2Stage block, double dropRate) {
        String x = block.fused() ? fused(name, input, block) : inverted(name, input, block);
        if (block.stride() == 1 && block.filtersIn() == block.filtersOut()) {
            if (dropRate > 0) {
                x = graph.sampleDropout(name + "drop", x, dropRate);
            }
            x = graph.add(name + "add", x, input);
        }
        return x;
    }

    /** A convolution in place of expansion and depthwise convolution; the only one where nothing widens. */
    private String fused(String name, String input, EfficientNetV2Stage block) {
        if (block.expansion() == 1) {
            String x = graph.convolution(
                    name + "project_conv", input, block.filtersOut(), KERNEL, block.stride(), Padding.SAME);
            return normalizeAndActivate(name + "project_", x);
        }
        int filters = block.filtersIn() * block.expansion();
        String x = graph.convolution(name + "expand_conv", input, filters, KERNEL, block.stride(), Padding.SAME);
        x = normalizeAndActivate(name + "expand_", x);
        return projected(name, x, block);
    }

    /** An inverted residual with squeeze-and-excitation. */
    private String inverted(String name, String input, EfficientNetV2Stage block) {
        int filters = block.filtersIn() * block.expansion();
        String x = graph.convolution(name + "expand_conv", input, filters, 1, 1, Padding.SAME);
        x = normalizeAndActivate(name + "expand_", x);
        x = graph.depthwiseConvolution(name + "dwconv2", x, KERNEL, block.stride(), Padding.SAME);
        x = normalizeAndActivate(name, x);
        x = squeezeExcite(name, x, filters, Math.max(1, (int) (block.filtersIn() * SQUEEZE_RATIO)));
        return projected(name, x, block);
    }

    private String projected(String name, String input, EfficientNetV2Stage block) {
        String x = graph.convolution(name + "project_conv", input, block.filtersOut(), 1, 1, Padding.SAME);
        return graph.batchNormalization(name + "project_bn", x, EPSILON, MOMENTUM);
    }

    private String squeezeExcite(String name, String x, int filters, int squeezed) {
        String gate = graph.globalAveragePooling(name + "se_squeeze", x);
        gate = graph.reshapeToMap(name + "se_reshape", gate, filters);
        gate = graph.convolution(name + "se_reduce", gate, squeezed, 1, 1, Padding.SAME, Activation.SWISH);
        gate = graph.convolution(name + "se_expand", gate, filters, 1, 1, Padding.SAME, Activation.SIGMOID);
        return graph.multiply(name + "se_excite", x, gate);
    }

    private String normalizeAndActivate(String name, String x) {
        String normalized = graph.batchNormalization(name + "bn", x, EPSILON, MOMENTUM);
        return graph.activation(name + "activation", normalized, Activation.SWISH);
    }
}
