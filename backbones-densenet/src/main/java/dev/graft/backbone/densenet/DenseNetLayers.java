package dev.graft.backbone.densenet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/densenet.py}. */
final class DenseNetLayers {
    private static final int STEM_FILTERS = 64;
    private static final int GROWTH_RATE = 32;
    /** A layer's first convolution gives so many times the channels that the layer adds. */
    private static final int BOTTLENECK = 4;

    private static final double EPSILON = 1.001e-5;
    private static final double MOMENTUM = 0.99;

    private final LayerGraph graph;
    private final List<Integer> blocks;

    DenseNetLayers(LayerGraph graph, List<Integer> blocks) {
        this.graph = graph;
        this.blocks = blocks;
    }

    void add() {
        String x = graph.input("input_layer");
        // Keras leaves the two paddings without names of their own.
        x = graph.zeroPadding("zero_padding2d", x, 3, 3, 3, 3);
        x = graph.convolution("conv1_conv", x, STEM_FILTERS, 7, 2, Padding.VALID);
        x = normalizeAndActivate("conv1_", x);
        // After a ReLU zeros around the map change no maximum.
        x = graph.zeroPadding("zero_padding2d_1", x, 1, 1, 1, 1);
        x = graph.maxPooling("pool1", x, 3, 2, Padding.VALID);
        for (int i = 0; i < blocks.size(); i++) {
            if (i > 0) {
                x = transition("pool" + (i + 1) + "_", x);
            }
            x = block("conv" + (i + 2) + "_block", x, blocks.get(i));
        }
        normalizeAndActivate("", x);
    }

    private String block(String name, String input, int layers) {
        String x = input;
        for (int layer = 1; layer <= layers; layer++) {
            x = graph.concatenate(name + layer + "_concat", x, addition(name + layer + "_", x));
        }
        return x;
    }

    /** The channels that a layer adds to all before. */
    private String addition(String name, String input) {
        String x = normalizeAndActivate(name + "0_", input);
        x = graph.convolution(name + "1_conv", x, BOTTLENECK * GROWTH_RATE, 1, 1, Padding.VALID);
        x = normalizeAndActivate(name + "1_", x);
        return graph.convolution(name + "2_conv", x, GROWTH_RATE, 3, 1, Padding.SAME);
    }

    /** Halves channels, height and width. */
    private String transition(String name, String input) {
        String x = normalizeAndActivate(name, input);
        x = graph.convolution(name + "conv", x, graph.channels(x) / 2, 1, 1, Padding.VALID);
        return graph.averagePooling(name + "pool", x, 2, 2, Padding.VALID);
    }

    private String normalizeAndActivate(String name, String input) {
        String x = graph.batchNormalization(name + "bn", input, EPSILON, MOMENTUM);
        return graph.activation(name + "relu", x, Activation.RELU);
    }
}
