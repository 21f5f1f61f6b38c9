package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/** What the members of the second version share: all but their depth. */
abstract sealed class ResNetV2 implements Backbone permits ResNet50V2, ResNet101V2, ResNet152V2 {
    private final BackboneSpec spec;
    private final List<Stage> stages;

    /**
     * @param conv3Blocks number of blocks of the stage that Keras calls {@code conv3}
     * @param conv4Blocks the same for {@code conv4}; {@code conv2} and {@code conv5} have three blocks in every member
     */
    ResNetV2(String id, int layers, long parameters, int conv3Blocks, int conv4Blocks) {
        this.spec = new BackboneSpec(
                id,
                "ResNet",
                224,
                32,
                Preprocessing.TF,
                2048,
                layers,
                parameters,
                PublishedWeights.of(id),
                "He, Zhang, Ren, Sun: Identity Mappings in Deep Residual Networks. ECCV 2016.");
        this.stages = List.of(
                new Stage(64, 3, 2),
                new Stage(128, conv3Blocks, 2),
                new Stage(256, conv4Blocks, 2),
                new Stage(512, 3, 1));
    }

    @Override
    public final BackboneSpec spec() {
        return spec;
    }

    @Override
    public final void addTo(LayerGraph graph) {
        ResNetV2Layers.add(stages, graph);
    }
}
