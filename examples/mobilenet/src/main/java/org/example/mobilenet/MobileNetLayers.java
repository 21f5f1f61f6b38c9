package org.example.mobilenet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;

/** Lays out the graph of {@code keras/src/applications/mobilenet_v2.py}, one call per Keras layer. */
final class MobileNetLayers {
    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));
    private static final int STEM_FILTERS = 32;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.999;

    private final LayerGraph graph;
    private final Alpha alpha;

    MobileNetLayers(LayerGraph graph, Alpha alpha) {
        this.graph = graph;
        this.alpha = alpha;
    }

    void add() {
        String x = graph.input("input_layer");
        x = graph.convolution("Conv1", x, alpha.stemFilters(STEM_FILTERS), 3, 2, Padding.SAME);
        x = normalization("bn_Conv1", x);
        x = graph.relu6("Conv1_relu", x);
        int number = 0;
        for (Stage stage : STAGES) {
            for (int block = 0; block < stage.blocks(); block++) {
                x = block(number++, x, stage, block == 0 ? stage.stride() : 1);
            }
        }
        x = graph.convolution("Conv_1", x, alpha.topFilters(), 1, 1, Padding.VALID);
        x = normalization("Conv_1_bn", x);
        graph.relu6("out_relu", x);
    }

    /** Widens, filters every channel by itself, and narrows again without an activation. */
    private String block(int number, String input, Stage stage, int stride) {
        String name = number == 0 ? "expanded_conv_" : "block_" + number + "_";
        int channels = graph.channels(input);
        int filters = alpha.blockFilters(stage.filters());
        String x = input;
        if (number > 0) {
            x = graph.convolution(name + "expand", x, stage.expansion() * channels, 1, 1, Padding.SAME);
            x = normalization(name + "expand_BN", x);
            x = graph.relu6(name + "expand_relu", x);
        }
        if (stride == 2) {
            x = graph.correctPadding(name + "pad", x, 3);
        }
        x = graph.depthwiseConvolution(name + "depthwise", x, 3, stride, stride == 2 ? Padding.VALID : Padding.SAME);
        x = normalization(name + "depthwise_BN", x);
        x = graph.relu6(name + "depthwise_relu", x);
        x = graph.convolution(name + "project", x, filters, 1, 1, Padding.SAME);
        x = normalization(name + "project_BN", x);
        return channels == filters && stride == 1 ? graph.add(name + "add", input, x) : x;
    }

    private String normalization(String name, String x) {
        return graph.batchNormalization(name, x, EPSILON, MOMENTUM);
    }
}
