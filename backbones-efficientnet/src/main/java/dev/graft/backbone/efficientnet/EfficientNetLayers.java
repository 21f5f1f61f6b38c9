package dev.graft.backbone.efficientnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.layer.VarianceScaling;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/efficientnet.py} for a member of the family. */
final class EfficientNetLayers {
    /** Table 1 of the paper: B0. */
    private static final List<Stage> STAGES = List.of(
            new Stage(3, 1, 32, 16, 1, 1),
            new Stage(3, 2, 16, 24, 6, 2),
            new Stage(5, 2, 24, 40, 6, 2),
            new Stage(3, 3, 40, 80, 6, 2),
            new Stage(5, 3, 80, 112, 6, 1),
            new Stage(5, 4, 112, 192, 6, 2),
            new Stage(3, 1, 192, 320, 6, 1));

    private static final int STEM_FILTERS = 32;

    /** Channels of B0's feature map. */
    static final int TOP_FILTERS = 1280;

    /** {@code CONV_KERNEL_INITIALIZER} of Keras, for depthwise kernels too. */
    private static final VarianceScaling KERNELS =
            new VarianceScaling(2, VarianceScaling.Fan.OUT, VarianceScaling.Distribution.TRUNCATED_NORMAL);

    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.99;
    private static final double SQUEEZE_RATIO = 0.25;
    private static final double DROP_CONNECT_RATE = 0.2;

    private final LayerGraph graph;
    private final Scaling scaling;
    private int height;
    private int width;

    EfficientNetLayers(LayerGraph graph, Scaling scaling) {
        this.graph = graph;
        this.scaling = scaling;
        this.height = graph.inputShape().height();
        this.width = graph.inputShape().width();
    }

    void add() {
        graph.kernelInitializer(KERNELS);
        String x = graph.input("input_layer");
        x = graph.rescaling("rescaling", x, 1.0 / 255.0);
        x = graph.normalization("normalization", x);
        x = padForStride("stem_conv_pad", x, 3);
        x = graph.convolution("stem_conv", x, scaling.filters(STEM_FILTERS), 3, 2, Padding.VALID);
        x = normalizeAndActivate("stem_bn", "stem_activation", x);
        x = blocks(x);
        x = graph.convolution("top_conv", x, scaling.filters(TOP_FILTERS), 1, 1, Padding.SAME);
        normalizeAndActivate("top_bn", "top_activation", x);
    }

    private String blocks(String stem) {
        List<Stage> stages = STAGES.stream().map(scaling::stage).toList();
        int blocks = stages.stream().mapToInt(Stage::repeats).sum();
        int number = 0;
        String x = stem;
        for (int stage = 0; stage < stages.size(); stage++) {
            Stage block = stages.get(stage);
            for (int repeat = 0; repeat < stages.get(stage).repeats(); repeat++) {
                String name = "block" + (stage + 1) + (char) ('a' + repeat) + "_";
                // The deeper a block the more often it is dropped; the first never is.
                x = block(name, x, block, DROP_CONNECT_RATE * number / blocks);
                block = block.following();
                number++;
            }
        }
        return x;
    }

    /** An inverted residual with squeeze-and-excitation. */
    private String block(String name, String input, Stage block, double dropRate) {
        int filters = block.filtersIn() * block.expansion();
        String x = input;
        if (block.expansion() != 1) {
            x = graph.convolution(name + "expand_conv", x, filters, 1, 1, Padding.SAME);
            x = normalizeAndActivate(name + "expand_bn", name + "expand_activation", x);
        }
        if (block.stride() == 2) {
            x = padForStride(name + "dwconv_pad", x, block.kernel());
        }
        Padding padding = block.stride() == 2 ? Padding.VALID : Padding.SAME;
        x = graph.depthwiseConvolution(name + "dwconv", x, block.kernel(), block.stride(), padding);
        x = normalizeAndActivate(name + "bn", name + "activation", x);
        x = squeezeExcite(name, x, filters, Math.max(1, (int) (block.filtersIn() * SQUEEZE_RATIO)));
        x = graph.convolution(name + "project_conv", x, block.filtersOut(), 1, 1, Padding.SAME);
        x = graph.batchNormalization(name + "project_bn", x, EPSILON, MOMENTUM);
        if (block.stride() == 1 && block.filtersIn() == block.filtersOut()) {
            if (dropRate > 0) {
                x = graph.sampleDropout(name + "drop", x, dropRate);
            }
            x = graph.add(name + "add", x, input);
        }
        return x;
    }

    private String squeezeExcite(String name, String x, int filters, int squeezed) {
        String gate = graph.globalAveragePooling(name + "se_squeeze", x);
        gate = graph.reshapeToMap(name + "se_reshape", gate, filters);
        gate = graph.convolution(name + "se_reduce", gate, squeezed, 1, 1, Padding.SAME, Activation.SWISH);
        gate = graph.convolution(name + "se_expand", gate, filters, 1, 1, Padding.SAME, Activation.SIGMOID);
        return graph.multiply(name + "se_excite", x, gate);
    }

    private String normalizeAndActivate(String norm, String activation, String x) {
        return graph.activation(activation, graph.batchNormalization(norm, x, EPSILON, MOMENTUM), Activation.SWISH);
    }

    /** Zeros for a convolution of stride 2 without padding of its own: {@code correct_pad} of Keras's imagenet_utils. */
    private String padForStride(String name, String x, int kernel) {
        int half = kernel / 2;
        int top = half - (1 - height % 2);
        int left = half - (1 - width % 2);
        height = (height + 1) / 2;
        width = (width + 1) / 2;
        return graph.zeroPadding(name, x, top, half, left, half);
    }
}
