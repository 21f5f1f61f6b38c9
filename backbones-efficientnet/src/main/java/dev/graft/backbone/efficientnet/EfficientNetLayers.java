package dev.graft.backbone.efficientnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanOut;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/efficientnet.py} for the coefficients of B0. */
final class EfficientNetLayers {
    private static final List<Stage> STAGES = List.of(
            new Stage(3, 1, 32, 16, 1, 1),
            new Stage(3, 2, 16, 24, 6, 2),
            new Stage(5, 2, 24, 40, 6, 2),
            new Stage(3, 3, 40, 80, 6, 2),
            new Stage(5, 3, 80, 112, 6, 1),
            new Stage(5, 4, 112, 192, 6, 2),
            new Stage(3, 1, 192, 320, 6, 1));
    private static final int STEM_FILTERS = 32;
    private static final int TOP_FILTERS = 1280;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.99;
    private static final double SQUEEZE_RATIO = 0.25;
    private static final double DROP_CONNECT_RATE = 0.2;

    private final LayerGraph graph;
    private int height;
    private int width;

    EfficientNetLayers(LayerGraph graph) {
        this.graph = graph;
        this.height = graph.inputShape().height();
        this.width = graph.inputShape().width();
    }

    void add() {
        graph.kernelInitializer(new WeightInitVarScalingNormalFanOut(2.0));
        String x = graph.input("input_layer");
        x = graph.rescaling("rescaling", x, 1.0 / 255.0);
        x = graph.normalization("normalization", x);
        x = padForStride("stem_conv_pad", x, 3);
        x = graph.convolution("stem_conv", x, STEM_FILTERS, 3, 2, Padding.VALID);
        x = normalizeAndActivate("stem_bn", "stem_activation", x);
        int blocks = STAGES.stream().mapToInt(Stage::repeats).sum();
        int number = 0;
        for (int stage = 0; stage < STAGES.size(); stage++) {
            Stage s = STAGES.get(stage);
            for (int repeat = 0; repeat < s.repeats(); repeat++) {
                String name = "block" + (stage + 1) + (char) ('a' + repeat) + "_";
                Stage block =
                        repeat == 0 ? s : new Stage(s.kernel(), 1, s.filtersOut(), s.filtersOut(), s.expansion(), 1);
                x = block(name, x, block, DROP_CONNECT_RATE * number / blocks);
                number++;
            }
        }
        x = graph.convolution("top_conv", x, TOP_FILTERS, 1, 1, Padding.SAME);
        normalizeAndActivate("top_bn", "top_activation", x);
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
