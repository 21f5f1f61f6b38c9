package dev.graft.backbone.resnet;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;

/** Lays out the graph of {@code keras/src/applications/resnet.py}, blocks of version 1. */
final class ResNetLayers {
    private final ResNetPlan plan = new ResNetPlan();

    /** @param stages whose stride is the first block's */
    static void add(List<Stage> stages, LayerGraph graph) {
        ResNetLayers layers = new ResNetLayers();
        layers.add(stages);
        layers.plan.addTo(graph);
    }

    private void add(List<Stage> stages) {
        String x = plan.stem();
        x = plan.relu("conv1_relu", plan.normalization("conv1_bn", x));
        // After a ReLU zeros around the map change no maximum.
        x = plan.zeroPadding("pool1_pad", x, 1);
        x = plan.maxPooling("pool1_pool", x, 3, 2);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            for (int block = 1; block <= stage.blocks(); block++) {
                String name = "conv" + (i + 2) + "_block" + block + "_";
                x = block == 1
                        ? block(name, x, projection(name, x, stage), stage.filters(), stage.stride())
                        : block(name, x, x, stage.filters(), 1);
            }
        }
    }

    /** Brings what bypasses the first block of a stage to the block's shape. */
    private String projection(String name, String x, Stage stage) {
        int filters = ResNetPlan.EXPANSION * stage.filters();
        return plan.normalization(
                name + "0_bn", plan.convolution(name + "0_conv", x, filters, 1, stage.stride(), Padding.VALID));
    }

    /** A bottleneck; Keras puts the stride into the first convolution. */
    private String block(String name, String input, String bypass, int filters, int stride) {
        String x = plan.convolution(name + "1_conv", input, filters, 1, stride, Padding.VALID);
        x = plan.relu(name + "1_relu", plan.normalization(name + "1_bn", x));
        x = plan.convolution(name + "2_conv", x, filters, 3, 1, Padding.SAME);
        x = plan.relu(name + "2_relu", plan.normalization(name + "2_bn", x));
        x = plan.convolution(name + "3_conv", x, ResNetPlan.EXPANSION * filters, 1, 1, Padding.VALID);
        x = plan.add(name + "add", bypass, plan.normalization(name + "3_bn", x));
        return plan.relu(name + "out", x);
    }
}
