package dev.graft.backbone.resnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;

/** Lays out the graph of {@code keras/src/applications/resnet.py}, blocks of version 2. */
final class ResNetV2Layers {
    private final ResNetPlan plan = new ResNetPlan();
    private int unnamedPoolings;

    /** @param stages whose stride is the last block's */
    static void add(List<Stage> stages, LayerGraph graph) {
        ResNetV2Layers layers = new ResNetV2Layers();
        layers.add(stages);
        layers.plan.addTo(graph);
    }

    private void add(List<Stage> stages) {
        // Before any ReLU a zero of the padding may be the maximum of its window, in Keras too.
        String x = plan.zeroPadding("pool1_pad", plan.stem(), 1);
        x = plan.maxPooling("pool1_pool", x, 3, 2);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            for (int block = 1; block <= stage.blocks(); block++) {
                int stride = block == stage.blocks() ? stage.stride() : 1;
                x = block("conv" + (i + 2) + "_block" + block + "_", x, stage.filters(), stride, block == 1);
            }
        }
        normalizeAndActivate("post_", x);
    }

    /** A bottleneck; Keras puts the stride into the second convolution. */
    private String block(String name, String input, int filters, int stride, boolean first) {
        int expanded = ResNetPlan.EXPANSION * filters;
        String activated = normalizeAndActivate(name + "preact_", input);
        String bypass = first
                ? plan.convolution(name + "0_conv", activated, expanded, 1, stride, Padding.VALID)
                : subsampled(input, stride);
        String x = plan.convolutionWithoutBias(name + "1_conv", activated, filters, 1, 1);
        x = normalizeAndActivate(name + "1_", x);
        x = plan.zeroPadding(name + "2_pad", x, 1);
        x = plan.convolutionWithoutBias(name + "2_conv", x, filters, 3, stride);
        x = normalizeAndActivate(name + "2_", x);
        x = plan.convolution(name + "3_conv", x, expanded, 1, 1, Padding.VALID);
        return plan.add(name + "out", bypass, x);
    }

    /** Every second value by a pooling of one pixel, which Keras leaves without a name of its own. */
    private String subsampled(String x, int stride) {
        if (stride == 1) {
            return x;
        }
        String name = "max_pooling2d" + (unnamedPoolings == 0 ? "" : "_" + unnamedPoolings);
        unnamedPoolings++;
        return plan.maxPooling(name, x, 1, stride);
    }

    private String normalizeAndActivate(String name, String x) {
        return plan.relu(name + "relu", plan.normalization(name + "bn", x));
    }
}
