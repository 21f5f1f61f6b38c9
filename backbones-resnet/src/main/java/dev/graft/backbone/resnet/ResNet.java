package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/** What the members of the family share: all but their depth. */
abstract sealed class ResNet implements Backbone permits ResNet50, ResNet101, ResNet152 {
    private final BackboneSpec spec;
    private final List<Stage> stages;

    /**
     * @param conv3Blocks number of blocks of the stage that Keras calls {@code conv3}
     * @param conv4Blocks the same for {@code conv4}; {@code conv2} and {@code conv5} have three blocks in every member
     */
    ResNet(String id, int layers, long parameters, int conv3Blocks, int conv4Blocks) {
        this.spec = new BackboneSpec(
                id,
                "ResNet",
                224,
                32,
                Preprocessing.CAFFE,
                2048,
                layers,
                parameters,
                PublishedWeights.of(id),
                "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition. CVPR 2016.");
        this.stages = List.of(
                new Stage(64, 3, 1),
                new Stage(128, conv3Blocks, 2),
                new Stage(256, conv4Blocks, 2),
                new Stage(512, 3, 2));
    }

    @Override
    public final BackboneSpec spec() {
        return spec;
    }

    @Override
    public final void addTo(LayerGraph graph) {
        ResNetLayers.add(stages, graph);
    }
}
