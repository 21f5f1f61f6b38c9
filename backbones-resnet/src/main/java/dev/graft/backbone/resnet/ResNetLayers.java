package dev.graft.backbone.resnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerPlan;
import dev.graft.graph.Padding;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the graph of {@code keras/src/applications/resnet.py}, blocks of version 1. */
final class ResNetLayers {
    private static final int STEM_FILTERS = 64;
    private static final int EXPANSION = 4;
    private static final double EPSILON = 1.001e-5;
    private static final double MOMENTUM = 0.99;

    private final List<Stage> stages;
    private final LayerPlan plan = new LayerPlan();

    ResNetLayers(List<Stage> stages) {
        this.stages = stages;
    }

    void addTo(LayerGraph graph) {
        String x = plan.add("input_layer", g -> g.input("input_layer"));
        x = zeroPadding("conv1_pad", x, 3);
        x = convolution("conv1_conv", x, STEM_FILTERS, 7, 2, Padding.VALID);
        x = relu("conv1_relu", normalization("conv1_bn", x));
        // After a ReLU zeros around the map change no maximum.
        x = zeroPadding("pool1_pad", x, 1);
        x = maxPooling("pool1_pool", x);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            for (int block = 1; block <= stage.blocks(); block++) {
                String name = "conv" + (i + 2) + "_block" + block + "_";
                x = block == 1
                        ? block(name, x, projection(name, x, stage), stage.filters(), stage.stride())
                        : block(name, x, x, stage.filters(), 1);
            }
        }
        plan.addTo(graph);
    }

    /** Brings what bypasses the first block of a stage to the block's shape. */
    private String projection(String name, String x, Stage stage) {
        int filters = EXPANSION * stage.filters();
        return normalization(name + "0_bn", convolution(name + "0_conv", x, filters, 1, stage.stride(), Padding.VALID));
    }

    /** A bottleneck; Keras puts the stride into the first convolution. */
    private String block(String name, String input, String bypass, int filters, int stride) {
        String x = convolution(name + "1_conv", input, filters, 1, stride, Padding.VALID);
        x = relu(name + "1_relu", normalization(name + "1_bn", x));
        x = convolution(name + "2_conv", x, filters, 3, 1, Padding.SAME);
        x = relu(name + "2_relu", normalization(name + "2_bn", x));
        x = convolution(name + "3_conv", x, EXPANSION * filters, 1, 1, Padding.VALID);
        x = add(name + "add", bypass, normalization(name + "3_bn", x));
        return relu(name + "out", x);
    }

    private String convolution(String name, String x, int filters, int kernel, int stride, Padding padding) {
        return plan.add(name, g -> g.convolution(name, x, filters, kernel, stride, padding, Activation.IDENTITY), x);
    }

    private String normalization(String name, String x) {
        return plan.add(name, g -> g.batchNormalization(name, x, EPSILON, MOMENTUM), x);
    }

    private String relu(String name, String x) {
        return plan.add(name, g -> g.activation(name, x, Activation.RELU), x);
    }

    private String add(String name, String x, String y) {
        return plan.add(name, g -> g.add(name, x, y), x, y);
    }

    private String zeroPadding(String name, String x, int border) {
        return plan.add(name, g -> g.zeroPadding(name, x, border, border, border, border), x);
    }

    private String maxPooling(String name, String x) {
        return plan.add(name, g -> g.maxPooling(name, x, 3, 2, Padding.VALID), x);
    }
}
