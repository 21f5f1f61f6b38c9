package dev.graft.backbone.densenet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/** What the members of the family share: all but their depth. */
abstract sealed class DenseNet implements Backbone permits DenseNet121, DenseNet169, DenseNet201 {
    private final BackboneSpec spec;
    private final List<Integer> blocks;

    /**
     * @param channels of the feature map
     * @param blocks layers of each dense block
     */
    DenseNet(String id, int channels, int layers, long parameters, List<Integer> blocks) {
        this.spec = new BackboneSpec(
                id,
                "DenseNet",
                224,
                32,
                Preprocessing.TORCH,
                channels,
                layers,
                parameters,
                PublishedWeights.of(id),
                "Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks. CVPR 2017.");
        this.blocks = blocks;
    }

    @Override
    public final BackboneSpec spec() {
        return spec;
    }

    @Override
    public final void addTo(LayerGraph graph) {
        new DenseNetLayers(graph, blocks).add();
    }
}
