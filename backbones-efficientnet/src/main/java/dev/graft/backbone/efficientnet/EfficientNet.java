package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;

/** What the members of the family share: all but their scale. */
abstract sealed class EfficientNet implements Backbone
        permits EfficientNetB0,
                EfficientNetB1,
                EfficientNetB2,
                EfficientNetB3,
                EfficientNetB4,
                EfficientNetB5,
                EfficientNetB6,
                EfficientNetB7 {
    private static final int MINIMUM_SIZE = 32;

    private final BackboneSpec spec;
    private final Scaling scaling;

    EfficientNet(String id, Scaling scaling, int defaultSize, int layers, long parameters) {
        this.scaling = scaling;
        this.spec = new BackboneSpec(
                id,
                "EfficientNet",
                defaultSize,
                MINIMUM_SIZE,
                Preprocessing.NONE,
                scaling.filters(EfficientNetLayers.TOP_FILTERS),
                layers,
                parameters,
                PublishedWeights.of(id),
                "Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. ICML 2019.");
    }

    @Override
    public final BackboneSpec spec() {
        return spec;
    }

    @Override
    public final void addTo(LayerGraph graph) {
        new EfficientNetLayers(graph, scaling).add();
    }
}
