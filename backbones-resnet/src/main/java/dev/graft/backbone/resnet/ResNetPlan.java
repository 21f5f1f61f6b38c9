package dev.graft.backbone.resnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerPlan;
import dev.graft.graph.Padding;
import org.nd4j.linalg.activations.Activation;

/** Layers as both versions have them; each method adds one and gives its name. */
final class ResNetPlan {
    /** Of a bottleneck: how many times its own channels leave it. */
    static final int EXPANSION = 4;

    private static final int STEM_FILTERS = 64;
    private static final double EPSILON = 1.001e-5;
    private static final double MOMENTUM = 0.99;

    private final LayerPlan plan = new LayerPlan();

    void addTo(LayerGraph graph) {
        plan.addTo(graph);
    }

    /** The images and the first convolution. */
    String stem() {
        String x = plan.add("input_layer", g -> g.input("input_layer"));
        x = zeroPadding("conv1_pad", x, 3);
        return convolution("conv1_conv", x, STEM_FILTERS, 7, 2, Padding.VALID);
    }

    /** With a bias. */
    String convolution(String name, String x, int filters, int kernel, int stride, Padding padding) {
        return plan.add(name, g -> g.convolution(name, x, filters, kernel, stride, padding, Activation.IDENTITY), x);
    }

    String convolutionWithoutBias(String name, String x, int filters, int kernel, int stride) {
        return plan.add(name, g -> g.convolution(name, x, filters, kernel, stride, Padding.VALID), x);
    }

    String normalization(String name, String x) {
        return plan.add(name, g -> g.batchNormalization(name, x, EPSILON, MOMENTUM), x);
    }

    String relu(String name, String x) {
        return plan.add(name, g -> g.activation(name, x, Activation.RELU), x);
    }

    String add(String name, String x, String y) {
        return plan.add(name, g -> g.add(name, x, y), x, y);
    }

    String zeroPadding(String name, String x, int border) {
        return plan.add(name, g -> g.zeroPadding(name, x, border, border, border, border), x);
    }

    String maxPooling(String name, String x, int pool, int stride) {
        return plan.add(name, g -> g.maxPooling(name, x, pool, stride, Padding.VALID), x);
    }
}
