package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;

/**
 * EfficientNetB0 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB0 implements Backbone {
    private static final BackboneSpec SPEC = new BackboneSpec(
            "efficientnet-b0",
            "EfficientNet",
            224,
            32,
            Preprocessing.NONE,
            1280,
            237,
            4_049_571,
            PublishedWeights.of("efficientnet-b0"),
            "Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. ICML 2019.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        new EfficientNetLayers(graph).add();
    }
}
