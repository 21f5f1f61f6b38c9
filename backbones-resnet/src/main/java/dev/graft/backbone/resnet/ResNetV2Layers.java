package dev.graft.backbone.resnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerPlan;
import dev.graft.graph.Padding;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/resnet.py}, blocks of version 2. */
final class ResNetV2Layers {
    private static final int STEM_FILTERS = 64;
    private static final int EXPANSION = 4;
    private static final double EPSILON = 1.001e-5;
    private static final double MOMENTUM = 0.99;

    private final List<Stage> stages;
    private final LayerPlan plan = new LayerPlan();
    private int unnamedPoolings;

    /** @param stages whose stride is the last block's */
    ResNetV2Layers(List<Stage> stages) {
        this.stages = stages;
    }

    void addTo(LayerGraph graph) {
        String x = plan.add("input_layer", g -> g.input("input_layer"));
        x = zeroPadding("conv1_pad", x, 3);
        x = biasedConvolution("conv1_conv", x, STEM_FILTERS, 7, 2);
        // Before any ReLU a zero of the padding may be the maximum of its window, in Keras too.
        x = zeroPadding("pool1_pad", x, 1);
        x = maxPooling("pool1_pool", x, 3, 2);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            for (int block = 1; block <= stage.blocks(); block++) {
                int stride = block == stage.blocks() ? stage.stride() : 1;
                x = block("conv" + (i + 2) + "_block" + block + "_", x, stage.filters(), stride, block == 1);
            }
        }
        normalizeAndActivate("post_", x);
        plan.addTo(graph);
    }

    /** A bottleneck; Keras puts the stride into the second convolution. */
    private String block(String name, String input, int filters, int stride, boolean first) {
        String activated = normalizeAndActivate(name + "preact_", input);
        String bypass = first
                ? biasedConvolution(name + "0_conv", activated, EXPANSION * filters, 1, stride)
                : subsampled(input, stride);
        String x = convolution(name + "1_conv", activated, filters, 1, 1);
        x = normalizeAndActivate(name + "1_", x);
        x = zeroPadding(name + "2_pad", x, 1);
        x = convolution(name + "2_conv", x, filters, 3, stride);
        x = normalizeAndActivate(name + "2_", x);
        x = biasedConvolution(name + "3_conv", x, EXPANSION * filters, 1, 1);
        return add(name + "out", bypass, x);
    }

    /** Every second value by a pooling of one pixel, which Keras leaves without a name of its own. */
    private String subsampled(String x, int stride) {
        if (stride == 1) {
            return x;
        }
        String name = "max_pooling2d" + (unnamedPoolings == 0 ? "" : "_" + unnamedPoolings);
        unnamedPoolings++;
        return maxPooling(name, x, 1, stride);
    }

    private String normalizeAndActivate(String name, String x) {
        String normalized = plan.add(name + "bn", g -> g.batchNormalization(name + "bn", x, EPSILON, MOMENTUM), x);
        return plan.add(name + "relu", g -> g.activation(name + "relu", normalized, Activation.RELU), normalized);
    }

    private String convolution(String name, String x, int filters, int kernel, int stride) {
        return plan.add(name, g -> g.convolution(name, x, filters, kernel, stride, Padding.VALID), x);
    }

    private String biasedConvolution(String name, String x, int filters, int kernel, int stride) {
        return plan.add(
                name, g -> g.convolution(name, x, filters, kernel, stride, Padding.VALID, Activation.IDENTITY), x);
    }

    private String zeroPadding(String name, String x, int border) {
        return plan.add(name, g -> g.zeroPadding(name, x, border, border, border, border), x);
    }

    private String maxPooling(String name, String x, int pool, int stride) {
        return plan.add(name, g -> g.maxPooling(name, x, pool, stride, Padding.VALID), x);
    }

    private String add(String name, String x, String y) {
        return plan.add(name, g -> g.add(name, x, y), x, y);
    }
}
